package io.penstock.provider.upstream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.provider.upstream.http.Connections.Connection;
import io.penstock.shared.timer.TimerWheel;
import io.penstock.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<HttpConnection> accepted = new CopyOnWriteArrayList<>();
    private final HttpClientAgent client = vertx.createHttpClient();
    /** What the server says in its answers. */
    private volatile @Nullable String connectionHeader;

    private volatile @Nullable String keepAliveHeader;

    private final HttpServer server = vertx.createHttpServer()
            .connectionHandler(accepted::add)
            .requestHandler(request -> {
                if (connectionHeader != null) {
                    request.response().putHeader("connection", connectionHeader);
                }
                if (keepAliveHeader != null) {
                    request.response().putHeader("keep-alive", keepAliveHeader);
                }
                var unused = request.response().end("ok");
            })
            .listen(0, "127.0.0.1")
            .await();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Connections connections(long keepMillis) {
        HttpConnectOptions where = new HttpConnectOptions().setHost("127.0.0.1").setPort(server.actualPort());
        return new Connections(() -> client, where, new TimerWheel(vertx), keepMillis);
    }

    private <T> T on(Callable<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(v -> {
            try {
                action.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future().await();
    }

    private Connection take(Connections connections) {
        return on(() -> connections.take(5000));
    }

    /** Asks over the connection, and gives it back when the answer has ended. */
    private void ask(Connections connections, Connection connection) {
        RequestOptions question = new RequestOptions().setMethod(HttpMethod.GET).setURI("/");
        Buffer answer = on(() -> connection
                .http()
                .request(question)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().onSuccess(body -> connections.giveBack(connection, response))));
        assertEquals("ok", answer.toString());
    }

    @Test
    void theOneUsedLastIsTakenFirst() {
        Connections connections = connections(60_000);
        Connection first = take(connections);
        Connection second = take(connections);
        ask(connections, first);
        ask(connections, second);
        assertSame(second, take(connections));
        assertSame(first, take(connections));
        assertEquals(2, accepted.size());
    }

    @Test
    void oneThatItsServerClosesAfterTheAnswerIsNotUsedAgain() {
        connectionHeader = "Close";
        Connections connections = connections(60_000);
        Connection first = take(connections);
        ask(connections, first);
        assertNotSame(first, take(connections));
    }

    @Test
    void oneThatItsServerClosedMeanwhileIsNotUsedAgain() {
        Connections connections = connections(60_000);
        Connection first = take(connections);
        ask(connections, first);
        accepted.get(0).close().await();
        Await.until("its end to be known here", () -> isNew(connections, first), SOON);
    }

    private boolean isNew(Connections connections, Connection old) {
        Connection next = take(connections);
        run(() -> connections.giveBack(next, null));
        return next != old;
    }

    private void run(Runnable action) {
        Void unused = on(() -> {
            action.run();
            return Future.<Void>succeededFuture();
        });
    }

    @Test
    void oneIsClosedAfterItsTimeWithoutACall() {
        Connections connections = connections(50);
        Connection first = take(connections);
        ask(connections, first);
        Promise<Void> gone = Promise.promise();
        accepted.get(0).closeHandler(v -> gone.complete());
        gone.future().await(); // By the sweep, which nobody has asked for.
        assertNotSame(first, take(connections));
    }

    @Test
    void aServerMaySayThatItKeepsItNoLonger() {
        keepAliveHeader = "timeout=0, max=100";
        Connections connections = connections(60_000);
        Connection first = take(connections);
        ask(connections, first);
        assertNotSame(first, take(connections));
    }

    @Test
    void oneThatComesTooLateIsKeptForTheNextCall() {
        HttpConnectOptions where = new HttpConnectOptions().setHost("127.0.0.1").setPort(server.actualPort());
        Promise<Void> release = Promise.promise();
        // The connection is there at once, but its client is told later than the deadline.
        HttpClientAgent slow = (HttpClientAgent) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpClientAgent.class}, (proxy, method, arguments) -> {
                    Future<?> made = (Future<?>) method.invoke(client, arguments);
                    return made.compose(connection -> release.future().map(connection));
                });
        Connections connections = new Connections(() -> slow, where, new TimerWheel(vertx), 60_000);
        assertThrows(TimeoutException.class, () -> on(() -> connections.take(30)));
        release.complete();
        Connection late = take(connections);
        ask(connections, late);
        Await.until("one connection in all", () -> accepted.size() == 1, SOON);
    }

    @Test
    void noneIsKeptAfterTheEnd() {
        Connections connections = connections(60_000);
        ask(connections, take(connections));
        Connection taken = take(connections);
        run(connections::close);
        Promise<Void> gone = Promise.promise();
        accepted.get(0).closeHandler(v -> gone.complete());
        ask(connections, taken);
        gone.future().await();
    }
}
