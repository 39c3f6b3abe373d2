package io.penstock.provider.bedrock.aws;

import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.http.CredentialsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs each request with the credentials of the moment. Event loop only. */
public final class AwsAuthorization implements Authorization {

    /** The signature covers every byte: more than so many are hashed on a worker thread. */
    private static final int LARGE_BODY = 512 * 1024;

    private final Vertx vertx;
    private final AwsIdentity identity;
    private final SignatureV4 signature;

    public AwsAuthorization(Vertx vertx, AwsIdentity identity, String region, Clock clock) {
        this.vertx = vertx;
        this.identity = identity;
        this.signature = new SignatureV4(region, clock);
    }

    /** Where no region is known, no request can be made. */
    public static Authorization withoutRegion() {
        return (options, body, key) -> Future.failedFuture(new CredentialsException(
                "no AWS region is known: set 'region' in the provider's section, or AWS_REGION"));
    }

    /** A Bedrock API key, in place of a signature (docs.aws.amazon.com, "Use an Amazon Bedrock API key"). */
    public static Authorization bearer(String token) {
        return (options, body, key) -> {
            options.putHeader("authorization", "Bearer " + token);
            return Future.succeededFuture();
        };
    }

    @Override
    public Future<Void> authorize(RequestOptions options, Buffer body, @Nullable String key) {
        return identity.current()
                .compose(credentials -> body.length() < LARGE_BODY
                        ? Future.succeededFuture(signature.sign(options, body, credentials))
                        : vertx.executeBlocking(() -> signature.sign(options, body, credentials), false))
                .map(headers -> put(headers, options));
    }

    private static @Nullable Void put(Map<String, List<String>> headers, RequestOptions options) {
        headers.forEach((name, values) -> options.putHeader(name, values.get(0)));
        return null;
    }
}
