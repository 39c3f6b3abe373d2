package io.penstock.gateway.http;

import io.penstock.gateway.chat.ChatHandler;
import io.penstock.gateway.chat.Gateway;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import org.jspecify.annotations.Nullable;

/** One instance of the HTTP side: a server on the shared port, its requests, its end of their streams. */
final class GatewayVerticle extends VerticleBase {

    private static final long TICK_MILLIS = 1000;

    private final Gateway gateway;
    private final int instance;
    private final int port;
    private @Nullable Context home;
    private @Nullable HttpServer server;
    private @Nullable ChatHandler chat;

    /** @param port the same for all instances of a node; negative for a random one that they share */
    GatewayVerticle(Gateway gateway, int instance, int port) {
        this.gateway = gateway;
        this.instance = instance;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        home = context;
        Exchange exchange = new Exchange(
                vertx,
                gateway.node().name(),
                instance,
                gateway.node().board(),
                gateway.node().ownLoop(),
                gateway::noWorker);
        ChatHandler chat = new ChatHandler(vertx, gateway, exchange);
        this.chat = chat;
        HttpConfig config = gateway.setup().config().http();
        HttpServer server = vertx.createHttpServer(ServerOptions.of(config));
        this.server = server;
        Endpoints endpoints = new Endpoints(vertx, gateway, chat);
        IdleGuard idle = new IdleGuard(new TimerWheel(vertx), config.readTimeout());
        server.invalidRequestHandler(endpoints::malformed).requestHandler(request -> {
            idle.requestCame(request);
            endpoints.handle(request);
        });
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            long now = System.nanoTime();
            chat.tick(now);
            exchange.tick(now);
        });
        return exchange.start().compose(v -> server.listen(port, config.host()));
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    int actualPort() {
        return server == null ? port : server.actualPort();
    }

    /** Complete once no request runs. New ones are refused meanwhile. Any thread. */
    Future<Void> drained() {
        return onHome((running, promise) -> {
            running.onIdle(promise::tryComplete);
            if (running.running() == 0) {
                promise.tryComplete();
            }
        });
    }

    /** Ends what still runs, each with an error. Any thread. */
    Future<Void> abort() {
        return onHome((running, promise) -> {
            running.abort(ApiErrors.draining());
            promise.complete();
        });
    }

    private interface Action {
        void run(ChatHandler running, Promise<Void> promise);
    }

    private Future<Void> onHome(Action action) {
        Promise<Void> promise = Promise.promise();
        ChatHandler running = chat;
        if (home == null || running == null) {
            promise.complete();
        } else {
            home.runOnContext(v -> action.run(running, promise));
        }
        return promise.future();
    }
}
