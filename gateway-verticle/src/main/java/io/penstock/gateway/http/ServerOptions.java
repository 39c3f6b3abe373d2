package io.penstock.gateway.http;

import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.TlsConfig;
import io.penstock.shared.node.StartException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.TimeUnit;

/** How the clients' port is opened. */
final class ServerOptions {

    /** SDKs send about 1 KiB of headers; cookies and tracing may add some. More is refused with 431. */
    static final int MAX_HEADERS = 16 * 1024;

    static final int MAX_REQUEST_LINE = 8 * 1024;

    /**
     * Streams that one HTTP/2 connection may reset in a second. A proxy brings many clients over one
     * connection, and people who leave are no attack; Vert.x's own bound, 200 in 30 s, would end it for all.
     */
    private static final int MAX_RESETS = 1000;

    private ServerOptions() {}

    static HttpServerOptions of(HttpConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(true)
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
                .setHttp2RstFloodWindowDuration(1)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(4096)
                // Until a connection's first request only, see IdleGuard.
                .setIdleTimeout(
                        (int) Math.min(Integer.MAX_VALUE, config.readTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        TlsConfig tls = config.tls();
        if (tls != null) {
            options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem(tls));
        }
        return options;
    }

    /** @throws StartException if these are no PEM files of a certificate and its key; blocks */
    static void check(Vertx vertx, TlsConfig tls) {
        try {
            var unused = pem(tls).getKeyManagerFactory(vertx);
        } catch (Exception e) {
            throw new StartException(
                    "http.tls: cannot use " + tls.cert() + " with the key " + tls.key() + ": " + e.getMessage());
        }
    }

    private static PemKeyCertOptions pem(TlsConfig tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.cert().toString())
                .setKeyPath(tls.key().toString());
    }
}
