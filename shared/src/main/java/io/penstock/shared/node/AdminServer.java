package io.penstock.shared.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.shared.config.node.AdminConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** The admin port: health, metrics, and what this node knows of the cluster. Never on the clients' port. */
final class AdminServer {

    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final AdminConfig config;
    private final NodeState state;
    private final PrometheusMeterRegistry meters;
    private final Supplier<JsonObject> cluster;
    private final LimitsReport limits;

    AdminServer(
            Vertx vertx,
            AdminConfig config,
            NodeState state,
            PrometheusMeterRegistry meters,
            Supplier<JsonObject> cluster,
            LimitsReport limits) {
        this.vertx = vertx;
        this.config = config;
        this.state = state;
        this.meters = meters;
        this.cluster = cluster;
        this.limits = limits;
    }

    /** Completes with the listening server, whose port differs from a configured 0. */
    Future<HttpServer> start() {
        Router router = Router.router(vertx);
        router.get("/healthz").handler(ctx -> send(ctx.response(), 200, status("alive")));
        router.get("/readyz").handler(ctx -> {
            String readiness = state.readiness();
            send(ctx.response(), readiness.equals("ready") ? 200 : 503, status(readiness));
        });
        router.get("/metrics").handler(ctx -> {
            // Rendering thousands of series takes milliseconds, which streams on this loop must not wait for.
            Future<String> scrape = vertx.executeBlocking(meters::scrape, false);
            scrape.onSuccess(text -> ctx.response()
                            .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                            .end(text))
                    .onFailure(ctx::fail);
        });
        router.get("/cluster").handler(ctx -> send(ctx.response(), 200, cluster.get()));
        router.get("/limits").handler(this::limits);
        router.route()
                .last()
                .handler(ctx -> send(
                        ctx.response(),
                        ctx.request().method() == HttpMethod.GET ? 404 : 405,
                        new JsonObject()
                                .put(
                                        "error",
                                        "unknown admin URL; there are GET /healthz, /readyz, /metrics, /cluster,"
                                                + " /limits")));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(config.port(), config.host())
                .recover(e -> Future.failedFuture(
                        StartException.of(e, config.host(), config.port(), "admin.port", "--admin-port")));
    }

    private void limits(RoutingContext ctx) {
        String filter = ctx.request().getParam("subject", "");
        limits.read(filter)
                .onSuccess(report -> send(ctx.response(), 200, report))
                .onFailure(e -> send(
                        ctx.response(),
                        503,
                        limits.withoutCounters().put("error", "the counters cannot answer: " + e.getMessage())));
    }

    private static JsonObject status(String status) {
        return new JsonObject().put("status", status);
    }

    private static void send(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status).putHeader("content-type", JSON).end(body.encode() + "\n");
    }
}
