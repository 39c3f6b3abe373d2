package io.penstock.shared.config.vendor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's own {@code OLLAMA_HOST}, which its server listens on and its clients call: a host, a port, both, or
 * a URL; port 11434 where none is given, or the scheme's own with a scheme (envconfig/config.go of Ollama).
 */
final class OllamaHost {

    private static final int PORT = 11434;

    private OllamaHost() {}

    /**
     * Where its API in OpenAI's form is on this machine. Null where the variable names another machine, or
     * nothing that can be read: then it says nothing of what runs here.
     */
    static @Nullable URI baseUrl(@Nullable String variable) {
        if (variable == null) {
            return null;
        }
        String text = variable.strip();
        boolean hasScheme = text.contains("://");
        try {
            URI uri = new URI(hasScheme ? text : "http://" + (text.startsWith(":") ? "127.0.0.1" : "") + text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost() == null ? null : here(uri.getHost());
            if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
                return null;
            }
            int usual = !hasScheme ? PORT : scheme.equals("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? usual : uri.getPort();
            boolean possible = port > 0 && port <= 65535;
            return possible ? URI.create(scheme + "://" + host + ":" + port + "/v1") : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** What a client on this machine calls; a server that listens on all addresses answers on loopback too. */
    private static @Nullable String here(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("0.0.0.0")) {
            return "127.0.0.1";
        }
        if (name.equals("[::]")) {
            return "[::1]";
        }
        boolean loopback = name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
        return loopback ? name : null;
    }
}
