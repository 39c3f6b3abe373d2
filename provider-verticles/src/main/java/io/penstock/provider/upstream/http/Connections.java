package io.penstock.provider.upstream.http;

import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one worker instance to one endpoint: a call takes one, and gives it back where another call
 * can use it. The one used last is taken first, so that those no longer needed grow old and are closed. Vert.x's
 * own pool looks through all of its connections for each request, which with thousands of streams costs more
 * than the request. HTTP/1.1 only, with one call at a time on each. Event loop only.
 */
final class Connections {

    private static final long SWEEP_MILLIS = 5000;
    private static final Pattern TIMEOUT = Pattern.compile("timeout=(\\d{1,6})");

    private final Supplier<HttpClientAgent> client;
    private final HttpConnectOptions where;
    private final TimerWheel timers;
    private final long keepNanos;
    private final Deque<Connection> free = new ArrayDeque<>();
    private boolean sweeping;
    private boolean closed;

    /** @param keep how long one that nobody uses stays open, in milliseconds, unless its server says less */
    Connections(Supplier<HttpClientAgent> client, HttpConnectOptions where, TimerWheel timers, long keep) {
        this.client = client;
        this.where = where;
        this.timers = timers;
        this.keepNanos = TimeUnit.MILLISECONDS.toNanos(keep);
    }

    /** One that a call has, or that is free. */
    static final class Connection {

        private final HttpClientConnection http;
        private boolean closed;
        private long staleAt;

        private Connection(HttpClientConnection http) {
            this.http = http;
        }

        HttpClientConnection http() {
            return http;
        }
    }

    /** Fails with a {@link TimeoutException} where there is none in time; one that comes later is kept for others. */
    Future<Connection> take(long connectMillis) {
        long now = System.nanoTime();
        for (Connection next = free.pollFirst(); next != null; next = free.pollFirst()) {
            if (isUsable(next, now)) {
                return Future.succeededFuture(next);
            }
            discard(next);
        }
        return connect(connectMillis);
    }

    private Future<Connection> connect(long connectMillis) {
        Promise<Connection> promise = Promise.promise();
        TimerWheel.Timer deadline = timers.set(
                connectMillis,
                () -> promise.tryFail(new TimeoutException("no connection in " + connectMillis + " ms")));
        client.get().connect(where).onComplete(made -> {
            deadline.cancel();
            if (made.failed()) {
                promise.tryFail(made.cause());
                return;
            }
            Connection connection = new Connection(made.result());
            connection.http.closeHandler(v -> connection.closed = true);
            if (!promise.tryComplete(connection)) {
                giveBack(connection, null);
            }
        });
        return promise.future();
    }

    /** The call's request was written and its response has ended, so that another may come after it. */
    void giveBack(Connection connection, @Nullable HttpClientResponse response) {
        if (closed || connection.closed || (response != null && !staysOpen(response))) {
            discard(connection);
            return;
        }
        connection.staleAt = System.nanoTime() + kept(response);
        free.addFirst(connection);
        if (!sweeping) {
            sweeping = true;
            awaitSweep();
        }
    }

    /** For a call that leaves its connection in the middle of something. */
    void discard(Connection connection) {
        if (!connection.closed) {
            connection.closed = true;
            var unused = connection.http.close();
        }
    }

    private static boolean staysOpen(HttpClientResponse response) {
        return response.version() == HttpVersion.HTTP_1_1
                && !"close".equalsIgnoreCase(response.getHeader(HttpHeaders.CONNECTION));
    }

    private long kept(@Nullable HttpClientResponse response) {
        String told = response == null ? null : response.getHeader("keep-alive");
        Matcher timeout = told == null ? null : TIMEOUT.matcher(told);
        return timeout != null && timeout.find()
                ? Math.min(keepNanos, TimeUnit.SECONDS.toNanos(Long.parseLong(timeout.group(1))))
                : keepNanos;
    }

    private static boolean isUsable(Connection connection, long now) {
        return !connection.closed && connection.staleAt - now > 0;
    }

    private void awaitSweep() {
        // Nobody waits for it.
        TimerWheel.Timer unused = timers.set(SWEEP_MILLIS, this::sweep);
    }

    private void sweep() {
        long now = System.nanoTime();
        free.removeIf(connection -> {
            boolean stale = !isUsable(connection, now);
            if (stale) {
                discard(connection);
            }
            return stale;
        });
        sweeping = !free.isEmpty();
        if (sweeping) {
            awaitSweep();
        }
    }

    /** Closes those that are free now, and each one that is given back from now on. */
    void close() {
        closed = true;
        free.forEach(this::discard);
        free.clear();
    }
}
