package io.penstock.gateway.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Closes connections on which the first request's head stands still, and no others. Vert.x's idle
 * timeout is the only thing that sees a connection before its first request is whole, but it would
 * close one that waits for a slow answer too: so it is switched on for every connection, and taken
 * out of the connection when its first request comes. There is no public way to do that.
 */
final class IdleGuard {

    private static final String IDLE_HANDLER = "idle";

    private IdleGuard() {}

    /** Event loop of the connection. */
    static void requestCame(HttpConnection connection) {
        if (connection instanceof HttpServerConnection open) {
            ChannelPipeline pipeline = open.channelHandlerContext().pipeline();
            if (pipeline.get(IDLE_HANDLER) != null) {
                var unused = pipeline.remove(IDLE_HANDLER);
            }
        }
    }
}
