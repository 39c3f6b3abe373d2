package io.penstock.provider.upstream.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;

/**
 * A request in a provider's own form, without its credentials.
 *
 * @param path from the provider's base URL on, query included, such as {@code /v1/messages}
 * @param headers beside {@code content-type: application/json}
 * @param body empty for a GET
 */
public record UpstreamRequest(HttpMethod method, String path, Map<String, String> headers, byte[] body) {

    public UpstreamRequest {
        headers = Map.copyOf(headers);
    }

    public static UpstreamRequest post(String path, byte[] body) {
        return new UpstreamRequest(HttpMethod.POST, path, Map.of(), body);
    }

    public static UpstreamRequest post(String path, Map<String, String> headers, byte[] body) {
        return new UpstreamRequest(HttpMethod.POST, path, headers, body);
    }

    public static UpstreamRequest get(String path) {
        return new UpstreamRequest(HttpMethod.GET, path, Map.of(), new byte[0]);
    }

    void addTo(RequestOptions options) {
        headers.forEach(options::putHeader);
    }
}
