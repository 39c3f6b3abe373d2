package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where clients connect.
 *
 * @param port 0 to 65535; 0 takes any free one
 * @param maxBody bytes of a request body, 1 to 1 GiB
 * @param readTimeout for a whole request, head and body
 * @param cors null allows every web page where callers need a key, and none where they do not
 * @param tls null speaks plain HTTP
 */
public record HttpConfig(
        String host,
        int port,
        long maxBody,
        Duration readTimeout,
        @Nullable CorsConfig cors,
        @Nullable TlsConfig tls) {

    public static final HttpConfig DEFAULT =
            new HttpConfig("127.0.0.1", 8080, 32L << 20, Duration.ofSeconds(30), null, null);

    public HttpConfig {
        Check.host("host", host);
        Check.port("port", port);
        Check.range("maxBody", maxBody, 1, 1L << 30);
        Check.positive("readTimeout", readTimeout);
    }

    public HttpConfig withPort(int newPort) {
        return new HttpConfig(host, newPort, maxBody, readTimeout, cors, tls);
    }

    /** Whether only this machine can connect, judged by the text: {@code localhost}, 127.0.0.0/8 or ::1. */
    public boolean isLoopback() {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
