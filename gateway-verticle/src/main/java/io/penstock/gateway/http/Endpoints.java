package io.penstock.gateway.http;

import io.penstock.gateway.answer.ErrorWriter;
import io.penstock.gateway.auth.Client;
import io.penstock.gateway.chat.ChatHandler;
import io.penstock.gateway.chat.Gateway;
import io.penstock.gateway.chat.HeaderValues;
import io.penstock.gateway.chat.Setup;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients' URLs, each with and without {@code /v1}, and what is answered to all others. Event loop only. */
final class Endpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    private final Vertx vertx;
    private final Gateway gateway;
    private final ChatHandler chat;
    private final ModelsHandler models;
    private final Router router;

    Endpoints(Vertx vertx, Gateway gateway, ChatHandler chat) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.chat = chat;
        this.models = new ModelsHandler();
        this.router = Router.router(vertx);
        for (String base : new String[] {"/v1", ""}) {
            router.route(base + "/chat/completions").handler(this::chat);
            router.route(base + "/models")
                    .handler(ctx -> models(ctx, (setup, client, path) -> models.list(setup, client)));
            String one = base + "/models/";
            router.route(one + "*")
                    .handler(ctx -> models(
                            ctx, (setup, client, path) -> models.get(setup, client, decoded(path, one.length()))));
        }
        router.route().last().handler(this::unknown);
        router.route().failureHandler(this::failed);
    }

    void handle(HttpServerRequest request) {
        if (request.version() == null) {
            malformed(request);
            return;
        }
        request.response().putHeader(REQUEST_ID, HeaderValues.requestId(request.getHeader(REQUEST_ID)));
        if (Cors.handle(gateway.setup().cors(), request)) {
            return;
        }
        // Two that the router would refuse in words of its own.
        if (request.authority() == null && request.version() != HttpVersion.HTTP_1_0) {
            write(request, ApiErrors.badRequest(null, "The request has no valid host header"));
        } else if (!isDecodable(request.path())) {
            write(request, ApiErrors.badRequest(null, "The request URL is not valid"));
        } else {
            router.handle(request);
        }
    }

    private void chat(RoutingContext ctx) {
        if (allows(ctx, HttpMethod.POST)) {
            chat.handle(ctx.request(), requestId(ctx.request()));
        }
    }

    private interface ModelsAnswer {
        JsonObject of(Setup setup, Client client, String path);
    }

    private void models(RoutingContext ctx, ModelsAnswer answer) {
        if (!allows(ctx, HttpMethod.GET)) {
            return;
        }
        try {
            Setup setup = gateway.setup();
            Client client = setup.authenticator().authenticate(ctx.request().headers());
            JsonObject body = answer.of(setup, client, ctx.request().path());
            ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            var unused = ctx.response().end(body.toBuffer());
        } catch (ApiException e) {
            write(ctx.request(), e.error());
        }
    }

    /** Answers any other method: {@code OPTIONS} with what is allowed, the rest with 405. */
    private boolean allows(RoutingContext ctx, HttpMethod allowed) {
        HttpServerRequest request = ctx.request();
        if (request.method() == allowed) {
            return true;
        }
        String methods = allowed.name() + ", OPTIONS";
        request.response().putHeader(HttpHeaders.ALLOW, methods);
        if (request.method() == HttpMethod.OPTIONS) {
            var unused = request.response().setStatusCode(204).end();
        } else {
            write(request, ApiErrors.methodNotAllowed(request.method().name(), request.path(), allowed.name()));
        }
        return false;
    }

    private void unknown(RoutingContext ctx) {
        write(
                ctx.request(),
                ApiErrors.unknownUrl(
                        ctx.request().method().name(), ctx.request().path()));
    }

    private void failed(RoutingContext ctx) {
        if (ctx.failure() == null) {
            // The router itself refuses paths that it cannot decode.
            write(ctx.request(), ApiErrors.badRequest(null, "The request URL is not valid"));
            return;
        }
        String requestId = requestId(ctx.request());
        LOG.atError()
                .setMessage("a request failed")
                .addKeyValue("requestId", requestId)
                .setCause(ctx.failure())
                .log();
        write(ctx.request(), ApiErrors.internal(requestId));
    }

    /** What is no HTTP: answered where an answer is possible, then the connection closes. */
    void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String kind = cause == null ? "UnknownVersion" : cause.getClass().getSimpleName();
        ApiError error =
                switch (kind) {
                    case "TooLongHttpLineException" ->
                        ApiErrors.malformedHttp(
                                414, "its URL is longer than " + ServerOptions.MAX_REQUEST_LINE + " bytes");
                    case "TooLongHttpHeaderException" ->
                        ApiErrors.malformedHttp(
                                431, "its headers are larger than " + ServerOptions.MAX_HEADERS + " bytes");
                    case "UnknownVersion" -> ApiErrors.malformedHttp(400, "its HTTP version is not 1.0, 1.1 or 2");
                    default -> ApiErrors.malformedHttp(400, "it is not valid HTTP");
                };
        request.response().putHeader(REQUEST_ID, HeaderValues.requestId(null));
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        write(request, error);
    }

    private void write(HttpServerRequest request, ApiError error) {
        gateway.log().refused(requestId(request), error, 0);
        ErrorWriter.write(vertx, request, error);
    }

    private static String requestId(HttpServerRequest request) {
        String id = request.response().headers().get(REQUEST_ID);
        return id == null ? "none" : id;
    }

    private static boolean isDecodable(@Nullable String path) {
        if (path == null) {
            return false;
        }
        if (path.indexOf('%') < 0) {
            return true;
        }
        try {
            String unused = decoded(path, 0);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String decoded(String path, int from) {
        return URLDecoder.decode(path.substring(from).replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
