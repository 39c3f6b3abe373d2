package io.penstock.provider.upstream.http;

import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider listens, with the connections there. One per worker instance: its connections stay
 * on that event loop. Event loop only.
 */
public final class Endpoint {

    /** Completions take seconds: this is how many a worker instance runs at once on HTTP/1.1. */
    private static final int CONNECTIONS = 8192;
    /** Shorter than the idle timeouts of common load balancers (60 s), so that they do not close first. */
    private static final int KEEP_ALIVE_SECONDS = 45;

    private static final int MAX_CHUNK = 64 * 1024;

    private final Vertx vertx;
    private final TimerWheel timers;
    private final URI base;
    private final int connections;
    private final Places places;
    private final Connections free;
    private @Nullable HttpClientAgent client;

    /** @param base http or https, without a slash at its end */
    public Endpoint(Vertx vertx, URI base) {
        this(vertx, base, CONNECTIONS);
    }

    public Endpoint(Vertx vertx, URI base, int connections) {
        this.vertx = vertx;
        this.timers = new TimerWheel(vertx);
        this.base = base;
        this.connections = connections;
        this.places = new Places(connections);
        HttpConnectOptions where =
                new HttpConnectOptions().setHost(base.getHost()).setPort(port()).setSsl(isTls());
        this.free = new Connections(this::client, where, timers, TimeUnit.SECONDS.toMillis(KEEP_ALIVE_SECONDS));
    }

    /** The request as it goes to this endpoint, but for its credentials and body. */
    public RequestOptions options(UpstreamRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setSsl(isTls())
                .setHost(base.getHost())
                .setPort(port())
                .setURI(base.getRawPath() + request.path())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "penstock");
        request.headers().forEach(options::putHeader);
        return options;
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    private int port() {
        return base.getPort() > 0 ? base.getPort() : isTls() ? 443 : 80;
    }

    /** Whether another call would find no connection. */
    public boolean isFull() {
        return places.areTaken();
    }

    /** For the deadlines of calls to this endpoint. */
    TimerWheel timers() {
        return timers;
    }

    Places places() {
        return places;
    }

    Connections connections() {
        return free;
    }

    /** Made with the first call: an idle provider costs no client. Its own pool is for single questions. */
    HttpClientAgent client() {
        if (client == null) {
            client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                            .setMaxChunkSize(MAX_CHUNK)
                            .setTcpNoDelay(true)
                            .setVerifyHost(true),
                    new PoolOptions()
                            .setHttp1MaxSize(connections)
                            // For moments only, while a connection that was given up still closes.
                            .setMaxWaitQueueSize(connections)
                            .setEventLoopSize(0));
        }
        return client;
    }

    /** Closes idle connections; running calls have ended by then. */
    public Future<Void> close() {
        free.close();
        return client == null ? Future.succeededFuture() : client.close();
    }
}
