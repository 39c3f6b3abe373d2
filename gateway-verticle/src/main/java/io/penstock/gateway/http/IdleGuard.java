package io.penstock.gateway.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which a request's head stands still, or none comes, and no others. Vert.x's
 * idle timeout is the only thing that sees a connection before its first request is whole, but it would
 * close one that waits for a slow answer too: so it is switched on for every connection, taken out of
 * the connection while a request is answered, and put back after it. There is no public way to do that.
 * An HTTP/2 connection, with many requests at once, is not watched again.
 */
final class IdleGuard {

    private static final String IDLE_HANDLER = "idle";
    private static final String CONNECTION_HANDLER = "handler";

    /** With the default of 30 s longer than load balancers keep a connection (60 s): they should close first. */
    private static final int REST = 4;

    private IdleGuard() {}

    /** Event loop of the connection. */
    static void requestCame(HttpServerRequest request, Duration readTimeout) {
        if (request.connection() instanceof HttpServerConnection open) {
            ChannelPipeline pipeline = open.channelHandlerContext().pipeline();
            if (pipeline.get(IDLE_HANDLER) != null) {
                var unused = pipeline.remove(IDLE_HANDLER);
            }
            if (request.version() != HttpVersion.HTTP_2) {
                request.response().endHandler(v -> answered(pipeline, REST * readTimeout.toMillis()));
            }
        }
    }

    private static void answered(ChannelPipeline pipeline, long millis) {
        if (pipeline.get(CONNECTION_HANDLER) != null && pipeline.get(IDLE_HANDLER) == null) {
            // Behind the decoder, so that only what is whole counts as read; a client that still reads is not idle.
            var unused = pipeline.addBefore(
                    CONNECTION_HANDLER, IDLE_HANDLER, new IdleStateHandler(true, 0, 0, millis, TimeUnit.MILLISECONDS));
        }
    }
}
