package io.penstock.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * Closes connections on which a request's head stands still, or none comes, and no others. Vert.x's
 * idle timeout is the only thing that sees a connection before its first request is whole, but it would
 * close one that waits for a slow answer too: so it is switched on for every connection, and taken out of
 * it when the first request is there. From the end of each answer on the connection has a timer, which the
 * head of the next request ends. There is no public way to do that. An HTTP/2 connection, with many requests
 * at once, is not watched again. One for each gateway verticle, on its event loop.
 */
final class IdleGuard {

    private static final String IDLE_HANDLER = "idle";
    private static final AttributeKey<TimerWheel.Timer> REST_TIMER = AttributeKey.valueOf(IdleGuard.class, "rest");

    /** With the default of 30 s longer than load balancers keep a connection (60 s): they should close first. */
    private static final int REST = 4;

    private final TimerWheel timers;
    private final long restMillis;

    IdleGuard(TimerWheel timers, Duration readTimeout) {
        this.timers = timers;
        this.restMillis = REST * readTimeout.toMillis();
    }

    void requestCame(HttpServerRequest request) {
        if (request.connection() instanceof HttpServerConnection open) {
            Channel channel = open.channelHandlerContext().channel();
            Attribute<TimerWheel.Timer> timer = channel.attr(REST_TIMER);
            if (timer.get() == null) {
                watchNoMore(channel, timer);
            } else {
                timer.get().cancel();
            }
            if (request.version() != HttpVersion.HTTP_2) {
                request.response().endHandler(v -> await(open, timer));
            }
        }
    }

    private static void watchNoMore(Channel channel, Attribute<TimerWheel.Timer> timer) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(IDLE_HANDLER) != null) {
            var unused = pipeline.remove(IDLE_HANDLER);
        }
        timer.set(TimerWheel.Timer.NONE);
        var unused = channel.closeFuture().addListener(closed -> timer.get().cancel());
    }

    private void await(HttpServerConnection connection, Attribute<TimerWheel.Timer> timer) {
        timer.set(timers.set(restMillis, () -> rested(connection, timer)));
    }

    private void rested(HttpServerConnection connection, Attribute<TimerWheel.Timer> timer) {
        ChannelOutboundBuffer unsent =
                connection.channelHandlerContext().channel().unsafe().outboundBuffer();
        if (unsent != null && unsent.totalPendingWriteBytes() > 0) {
            // The client still reads its answer.
            await(connection, timer);
        } else {
            var unused = connection.close();
        }
    }
}
