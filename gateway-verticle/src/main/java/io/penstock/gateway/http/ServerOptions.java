package io.penstock.gateway.http;

import io.penstock.shared.config.HttpConfig;
import io.penstock.shared.config.TlsConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** How the clients' port is opened. */
final class ServerOptions {

    /** SDKs send about 1 KiB of headers; cookies and tracing may add some. More is refused with 431. */
    private static final int MAX_HEADERS = 32 * 1024;

    private ServerOptions() {}

    static HttpServerOptions of(HttpConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(8 * 1024)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(true)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(4096);
        TlsConfig tls = config.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.cert().toString())
                            .setKeyPath(tls.key().toString()));
        }
        return options;
    }
}
