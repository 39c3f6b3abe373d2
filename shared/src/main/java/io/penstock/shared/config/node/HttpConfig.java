package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
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

    /**
     * Whether a URL, called on this machine, leads here: to this port of this address, judged by the text. An
     * address that listens everywhere is known by loopback's names only.
     */
    public boolean isAt(URI url) {
        String named = url.getHost();
        if (named == null || port == 0) {
            return false;
        }
        int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return port == (url.getPort() < 0 ? usual : url.getPort()) && listensAt(bare(named));
    }

    private boolean listensAt(String named) {
        Set<String> own = addresses(bare(host));
        Set<String> called = addresses(named);
        return called.stream().anyMatch(address -> own.contains(address) || (isEverywhere() && isLoopback(address)));
    }

    private boolean isEverywhere() {
        return bare(host).equals("0.0.0.0") || bare(host).equals("::");
    }

    /** Who calls the address that means all of them reaches this machine. */
    private static Set<String> addresses(String name) {
        return switch (name) {
            case "localhost", "0.0.0.0", "::" -> Set.of("127.0.0.1", "::1");
            default -> Set.of(name);
        };
    }

    private static String bare(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return (bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    /** Whether only this machine can connect, judged by the text: {@code localhost}, 127.0.0.0/8 or ::1. */
    public boolean isLoopback() {
        return isLoopback(bare(host));
    }

    /** @param host without brackets, in lower case */
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
