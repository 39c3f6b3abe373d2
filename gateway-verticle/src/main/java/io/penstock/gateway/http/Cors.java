package io.penstock.gateway.http;

import io.penstock.shared.config.node.CorsConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin requests (WHATWG Fetch, section 3.3). Written here and not taken from Vert.x Web,
 * whose handler answers a preflight from a fixed list of headers: SDKs send headers that nobody can
 * list beforehand. Stateless.
 */
final class Cors {

    private static final String EXPOSED = "x-request-id, openai-processing-ms, retry-after, retry-after-ms,"
            + " x-should-retry, x-penstock-provider, x-penstock-model, x-penstock-attempts, x-penstock-dropped,"
            + " x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests,"
            + " x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens";

    private Cors() {}

    /** Puts what allows the request's origin to read the answer; answers a preflight itself and returns true. */
    static boolean handle(@Nullable CorsConfig config, HttpServerRequest request) {
        String origin = request.getHeader("origin");
        if (config == null || origin == null) {
            return false;
        }
        boolean any = config.origins().contains("*");
        MultiMap headers = request.response().headers();
        if (!any) {
            headers.add("vary", "origin");
        }
        if (!any && !config.origins().contains(origin)) {
            return false;
        }
        headers.set("access-control-allow-origin", any ? "*" : origin);
        if (request.method() != HttpMethod.OPTIONS || request.getHeader("access-control-request-method") == null) {
            headers.set("access-control-expose-headers", EXPOSED);
            return false;
        }
        headers.set("access-control-allow-methods", "GET, POST, OPTIONS");
        String requested = request.getHeader("access-control-request-headers");
        if (requested != null) {
            headers.set("access-control-allow-headers", requested);
        }
        headers.set("access-control-max-age", "7200");
        request.response().setStatusCode(204).end();
        return true;
    }
}
