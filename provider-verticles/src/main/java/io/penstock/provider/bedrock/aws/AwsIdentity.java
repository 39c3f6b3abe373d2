package io.penstock.provider.bedrock.aws;

import io.penstock.provider.upstream.http.CredentialsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * AWS credentials that are fetched from wherever they come on a worker thread, kept for a while, and
 * fetched anew before they expire: calls go on with those that are still good meanwhile. Event loop only.
 */
public final class AwsIdentity {

    /** The AWS chain answers from memory as long as it knows credentials to be fresh, so asking often is cheap. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);
    /** Clocks differ, and a request takes its time to arrive. */
    private static final Duration MARGIN = Duration.ofMinutes(1);
    /**
     * The chain may try several addresses for seconds, and many calls may find out at once that credentials have
     * expired: for so long nothing new is asked for.
     */
    private static final Duration ANSWER_KEPT = Duration.ofSeconds(5);

    private static final int MAX_REASON = 500;

    private final Vertx vertx;
    private final Supplier<AwsCredentialsProvider> chains;
    private final InstantSource clock;
    private @Nullable AwsCredentialsProvider chain;
    private @Nullable AwsCredentials known;
    private Instant knownSince = Instant.MIN;
    /** Under way, or failed not long ago. */
    private @Nullable Future<Fetch> asked;

    private Instant failedAt = Instant.MIN;

    /** @param chains makes the source of credentials; may block, as may the source */
    public AwsIdentity(Vertx vertx, Supplier<AwsCredentialsProvider> chains, InstantSource clock) {
        this.vertx = vertx;
        this.chains = chains;
        this.clock = clock;
    }

    /**
     * The chain that AWS's own tools use: environment, web identity, profile files (which are read again once they
     * change), container, instance.
     */
    public static AwsCredentialsProvider chain() {
        return DefaultCredentialsProvider.builder()
                .profileFile(ProfileFileSupplier.defaultSupplier())
                .build();
    }

    /** Fails with {@link CredentialsException} where there are none. */
    public Future<AwsCredentials> current() {
        AwsCredentials credentials = known;
        if (credentials == null) {
            return fetched();
        }
        if (endsWithin(MARGIN, credentials)) {
            return fetched()
                    .recover(e -> endsWithin(Duration.ZERO, credentials)
                            ? Future.failedFuture(e)
                            : Future.succeededFuture(credentials));
        }
        if (knownSince.plus(ASKED_AGAIN).isBefore(clock.instant())) {
            var unused = fetched();
        }
        return Future.succeededFuture(credentials);
    }

    /** AWS has refused them as expired: the next call gets what the source has by then. */
    public void expired() {
        if (known != null && knownSince.plus(ANSWER_KEPT).isBefore(clock.instant())) {
            known = null;
            // A chain keeps what it has fetched until the time that it was told; a new one has nothing.
            chain = null;
            asked = null;
        }
    }

    private Future<AwsCredentials> fetched() {
        Future<Fetch> under = asked;
        boolean isOld =
                under != null && under.failed() && failedAt.plus(ANSWER_KEPT).isBefore(clock.instant());
        return (under == null || isOld ? ask() : under).map(Fetch::credentials);
    }

    private Future<Fetch> ask() {
        AwsCredentialsProvider source = chain;
        Future<Fetch> under = vertx.executeBlocking(() -> fetch(source), false)
                .recover(e -> Future.failedFuture(new CredentialsException(reason(e))));
        asked = under;
        return under.andThen((credentials, failure) -> answered(under));
    }

    /** What the source said that AWS's refusal has made one of the past is not kept. */
    private void answered(Future<Fetch> under) {
        if (asked != under) {
            return;
        }
        if (under.failed()) {
            failedAt = clock.instant();
            return;
        }
        asked = null;
        chain = under.result().chain();
        known = under.result().credentials();
        knownSince = clock.instant();
    }

    private record Fetch(AwsCredentialsProvider chain, AwsCredentials credentials) {}

    private Fetch fetch(@Nullable AwsCredentialsProvider asked) {
        AwsCredentialsProvider source = asked == null ? chains.get() : asked;
        return new Fetch(source, source.resolveCredentials());
    }

    private boolean endsWithin(Duration time, AwsCredentials credentials) {
        return credentials
                .expirationTime()
                .map(end -> end.minus(time).isBefore(clock.instant()))
                .orElse(false);
    }

    private static String reason(Throwable e) {
        String why = "no AWS credentials could be had: " + e.getMessage();
        return why.length() <= MAX_REASON ? why : why.substring(0, MAX_REASON) + "…";
    }
}
