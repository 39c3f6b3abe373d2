package io.penstock.gateway.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.gateway.admission.TokenReserve;
import io.penstock.gateway.body.BodyBudget;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is told of requests: metrics, and one line in the access log ({@code penstock.access}) for
 * each. Labels come from the configuration only, so that clients cannot make up series. Thread-safe.
 */
public final class RequestLog {

    private static final Logger ACCESS = LoggerFactory.getLogger("penstock.access");
    /** nginx's status for a client that closed the connection before its answer; never sent. */
    private static final int CLIENT_GONE = 499;

    /** Codes that Penstock gives to failed attempts; a provider may put anything into its own. */
    private static final Set<String> OWN_CODES = Set.of(
            "provider_error",
            "provider_unreachable",
            "provider_auth",
            "provider_overloaded",
            "provider_timeout",
            "upstream_truncated",
            "upstream_malformed",
            "worker_lost",
            "overloaded",
            "rate_limit_exceeded",
            "content_filter");

    /** From a cache's answer to a long completion; few, since each costs a series for each set of labels. */
    private static final Duration[] BUCKETS = Stream.of(
                    10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final AtomicInteger running = new AtomicInteger();

    RequestLog(MeterRegistry meters, BodyBudget bodies) {
        this.meters = meters;
        Gauge unused = Gauge.builder("penstock.requests.running", running, AtomicInteger::get)
                .description("Admitted requests that have not ended")
                .register(meters);
        Gauge alsoUnused = Gauge.builder("penstock.bodies.held", bodies, BodyBudget::held)
                .baseUnit("bytes")
                .description("Request bodies held in memory, with an allowance for each request")
                .register(meters);
    }

    Entry begin(Inbound inbound, String model, boolean stream) {
        running.incrementAndGet();
        return new Entry(inbound, model, stream);
    }

    /** A request that was refused before it was admitted. */
    public void refused(String requestId, ApiError error, long nanos) {
        if ("limits_unavailable".equals(error.code())) {
            Counter.builder("penstock.limit.unavailable")
                    .description("Requests refused because the limits' counters could not answer")
                    .register(meters)
                    .increment();
        }
        requests("none", "none", error.status(), false).record(nanos, TimeUnit.NANOSECONDS);
        ACCESS.atInfo()
                .setMessage("refused")
                .addKeyValue("requestId", requestId)
                .addKeyValue("status", error.status())
                .addKeyValue("code", error.code())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log();
    }

    void limited(String client, String code) {
        Counter.builder("penstock.limit.refusals")
                .description("Requests refused by a Penstock limit")
                .tag("client", client)
                .tag("code", code)
                .register(meters)
                .increment();
    }

    void attemptFailed(String provider, Failure failure) {
        String code = failure.error().code();
        Counter.builder("penstock.attempt.failures")
                .description("Attempts at a provider that failed, retried or not")
                .tag("provider", provider)
                .tag("status", Integer.toString(failure.error().status()))
                .tag("code", code == null ? "none" : OWN_CODES.contains(code) ? code : "other")
                .register(meters)
                .increment();
        if (failure.cause().deadline() != null) {
            deadline(provider, failure.cause().deadline());
        }
    }

    /** @param which {@code connect}, {@code first-token}, {@code idle}, {@code total}, or {@code client} for its own */
    void deadline(String provider, String which) {
        Counter.builder("penstock.deadlines.exceeded")
                .description("Deadlines that passed, of attempts and of whole requests")
                .tag("provider", provider)
                .tag("deadline", which)
                .register(meters)
                .increment();
    }

    void hedged(String model) {
        Counter.builder("penstock.hedges")
                .description("Second attempts that began beside one without content yet")
                .tag("model", model)
                .register(meters)
                .increment();
    }

    private Timer requests(String model, String provider, int status, boolean stream) {
        return Timer.builder("penstock.requests")
                .description("Requests by their end; status 499: the client left")
                .tag("model", model)
                .tag("provider", provider)
                .tag("status", Integer.toString(status))
                .tag("stream", Boolean.toString(stream))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** One admitted request. Exactly one of {@code answered}, {@code failed}, {@code abandoned} ends it. Event loop only. */
    final class Entry {

        private final Inbound inbound;
        private final String model;
        private final boolean stream;
        private long contentNanos;

        private Entry(Inbound inbound, String model, boolean stream) {
            this.inbound = inbound;
            this.model = model;
            this.stream = stream;
        }

        /** Content came; only the first time counts. */
        void content() {
            if (contentNanos == 0) {
                contentNanos = System.nanoTime() - inbound.startNanos();
            }
        }

        void answered(String provider, int attempts, Usage usage) {
            if (stream) {
                Timer.builder("penstock.time.to.first.token")
                        .description("From a request's head to the first content of its stream")
                        .tag("model", model)
                        .tag("provider", provider)
                        .serviceLevelObjectives(BUCKETS)
                        .register(meters)
                        .record(contentNanos, TimeUnit.NANOSECONDS);
            }
            tokens(provider, "prompt", usage.promptTokens());
            tokens(provider, "completion", usage.completionTokens());
            end(provider, attempts, 200, null, usage);
        }

        /** How good the estimate for a request's token limits was, where its provider has counted. */
        void estimated(TokenReserve reserve, Usage usage) {
            if (reserve.prompt() >= 0 && !usage.estimated()) {
                estimate("prompt", "reserved", reserve.allPrompts());
                estimate("prompt", "reported", usage.promptTokens());
                estimate("completion", "reserved", reserve.completion());
                estimate("completion", "reported", usage.completionTokens());
            }
        }

        private void estimate(String kind, String count, long tokens) {
            Counter.builder("penstock.limit.tokens")
                    .description("Tokens of the same requests, as reserved for their limits and as reported after")
                    .tag("model", model)
                    .tag("kind", kind)
                    .tag("count", count)
                    .register(meters)
                    .increment(tokens);
        }

        void failed(String provider, int attempts, ApiError error) {
            end(provider, attempts, error.status(), error, null);
        }

        void abandoned(String provider, int attempts) {
            end(provider, attempts, CLIENT_GONE, null, null);
        }

        private void tokens(String provider, String kind, long count) {
            Counter.builder("penstock.tokens")
                    .description("Tokens as reported by the provider, or estimated where it reports none")
                    .tag("model", model)
                    .tag("provider", provider)
                    .tag("kind", kind)
                    .register(meters)
                    .increment(count);
        }

        private void end(String provider, int attempts, int status, @Nullable ApiError error, @Nullable Usage usage) {
            running.decrementAndGet();
            long nanos = System.nanoTime() - inbound.startNanos();
            requests(model, provider, status, stream).record(nanos, TimeUnit.NANOSECONDS);
            LoggingEventBuilder line = ACCESS.atInfo()
                    .setMessage("chat")
                    .addKeyValue("requestId", inbound.id())
                    .addKeyValue("client", inbound.client().name())
                    .addKeyValue("model", model)
                    .addKeyValue("provider", provider)
                    .addKeyValue("attempts", attempts)
                    .addKeyValue("stream", stream)
                    .addKeyValue("status", status)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos));
            if (usage != null) {
                line = line.addKeyValue("promptTokens", usage.promptTokens())
                        .addKeyValue("completionTokens", usage.completionTokens());
            }
            if (error != null) {
                line = line.addKeyValue("code", error.code()).addKeyValue("error", error.message());
            }
            line.log();
        }
    }
}
