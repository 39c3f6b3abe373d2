package io.penstock.provider.upstream.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** Puts credentials on a request that is ready but for them. Event loop only. */
@FunctionalInterface
public interface Authorization {

    /**
     * @param options complete: method, host, port, URI, headers
     * @param key the provider's, or null where the configuration has none
     * @return when the options have the credentials; failed where there are none to be had
     */
    Future<Void> authorize(RequestOptions options, Buffer body, @Nullable String key);

    /** The key in a header, such as {@code x-api-key}, behind a prefix. */
    static Authorization header(String name, String prefix) {
        return (options, body, key) -> {
            if (key != null) {
                options.putHeader(name, prefix + key);
            }
            return Future.succeededFuture();
        };
    }
}
