package io.penstock.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections that bring no request in time: a client that opens many and sends nothing, or
 * its head byte by byte, would hold them for nothing. Event loop only.
 */
final class FirstRequests {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Map<HttpConnection, Long> waiting = new HashMap<>();

    FirstRequests(Vertx vertx, long timeoutMillis) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
    }

    void connected(HttpConnection connection) {
        waiting.put(connection, vertx.setTimer(timeoutMillis, timer -> {
            waiting.remove(connection);
            var unused = connection.close();
        }));
        connection.closeHandler(v -> came(connection));
    }

    /** The connection's first request is here, or the connection is gone. */
    void came(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
