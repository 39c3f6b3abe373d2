package io.penstock.gateway.http;

import io.penstock.gateway.admission.LimitHeaders;
import io.penstock.gateway.answer.ErrorWriter;
import io.penstock.gateway.auth.Client;
import io.penstock.gateway.body.BodyReader;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.Route;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.RecentRefusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/chat/completions}: read, authenticate, route, admit, then a {@link ChatSession}
 * does the rest. One per gateway verticle, on its event loop.
 */
final class ChatHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ChatHandler.class);

    private final Vertx vertx;
    private final GatewayParts parts;
    private final Exchange exchange;
    /** Requests that are read or wait for admission. */
    private final Set<BodyReader> arriving = new HashSet<>();

    private final Set<ChatSession> sessions = new HashSet<>();
    private Runnable onIdle = () -> {};

    ChatHandler(Vertx vertx, GatewayParts parts, Exchange exchange) {
        this.vertx = vertx;
        this.parts = parts;
        this.exchange = exchange;
    }

    void handle(HttpServerRequest http, String requestId) {
        long start = System.nanoTime();
        BodyReader reader =
                new BodyReader(vertx, http, parts.node().config().http().maxBody(), parts.bodies());
        arriving.add(reader);
        authenticate(http)
                .map(client -> new Inbound(http, requestId, start, client))
                .compose(inbound -> reader.read(
                                parts.node().config().http().readTimeout().toMillis())
                        .compose(body -> admit(inbound, body, reader)))
                .onFailure(e -> refuse(http, requestId, start, e))
                .onComplete(done -> {
                    arriving.remove(reader);
                    tellIfIdle();
                });
    }

    private void tellIfIdle() {
        if (running() == 0) {
            onIdle.run();
        }
    }

    private Future<Client> authenticate(HttpServerRequest http) {
        if (parts.node().state().isDraining()) {
            return Future.failedFuture(new ApiException(ApiErrors.draining()));
        }
        try {
            Client client = parts.authenticator().authenticate(http.headers());
            requireJson(http);
            return Future.succeededFuture(client);
        } catch (ApiException e) {
            return Future.failedFuture(e);
        }
    }

    private static void requireJson(HttpServerRequest http) {
        String type = http.getHeader("content-type");
        String encoding = http.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiException(ApiErrors.unsupportedEncoding(encoding));
        }
        if (type == null || !isJson(type)) {
            throw new ApiException(ApiErrors.unsupportedMediaType(type));
        }
    }

    private static boolean isJson(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).trim();
        return type.equalsIgnoreCase("application/json")
                || type.regionMatches(true, Math.max(0, type.length() - 5), "+json", 0, 5);
    }

    private Future<Void> admit(Inbound inbound, byte[] body, BodyReader reader) {
        Admitted admitted;
        try {
            admitted = route(inbound.client(), ChatRequestReader.read(body));
        } catch (RuntimeException e) {
            reader.release();
            return Future.failedFuture(e);
        }
        Client client = inbound.client();
        return parts.admissions()
                .admit(client.key(), client.name(), admitted.peek(), admitted.upstreamModel(), body)
                .compose(decision -> {
                    LimitHeaders.put(inbound.http().response().headers(), decision.admission());
                    if (decision.admission() instanceof Admission.Refused refused) {
                        limited(inbound, refused);
                        return Future.failedFuture(new ApiException(LimitHeaders.refusal(refused)));
                    }
                    Reserved reserved = Reserved.of(decision);
                    try {
                        open(inbound, admitted, reserved, body, reader);
                    } catch (RuntimeException e) {
                        reserved.settle();
                        throw e;
                    }
                    return Future.<Void>succeededFuture();
                })
                .onFailure(e -> reader.release());
    }

    private void limited(Inbound inbound, Admission.Refused refused) {
        String client = inbound.client().name();
        parts.log().limited(client, refused.kind().code());
        parts.node().refusals().add(new RecentRefusals.Entry(Instant.now(), inbound.id(), client, refused));
    }

    private record Admitted(ChatPeek peek, Route route) {

        /** Where it will most probably run. */
        String upstreamModel() {
            return route.targets().get(0).model();
        }
    }

    private Admitted route(Client client, ChatPeek peek) {
        Route route = parts.routes().find(peek.model());
        if (route == null) {
            throw new ApiException(ApiErrors.modelNotFound(peek.model()));
        }
        if (!client.mayUse(peek.model())) {
            throw new ApiException(ApiErrors.modelNotAllowed(peek.model()));
        }
        return new Admitted(peek, route);
    }

    private void open(Inbound inbound, Admitted admitted, Reserved reserved, byte[] body, BodyReader reader) {
        ChatSession session = new ChatSession(
                vertx, parts, exchange, inbound, admitted.peek(), admitted.route(), reserved, body, ended -> {
                    reader.release();
                    sessions.remove(ended);
                    tellIfIdle();
                });
        sessions.add(session);
        session.begin();
    }

    private void refuse(HttpServerRequest http, String requestId, long start, Throwable cause) {
        if (cause instanceof BodyReader.ClientGoneException) {
            return;
        }
        ApiError error;
        if (cause instanceof ApiException known) {
            error = known.error();
        } else {
            error = ApiErrors.internal(requestId);
            LOG.atError()
                    .setMessage("a request failed")
                    .addKeyValue("requestId", requestId)
                    .setCause(cause)
                    .log();
        }
        parts.log().refused(requestId, error, System.nanoTime() - start);
        ErrorWriter.write(vertx, http, error);
    }

    /** Requests under way here. */
    int running() {
        return arriving.size() + sessions.size();
    }

    /** @param handler called each time the last running request has ended */
    void onIdle(Runnable handler) {
        onIdle = handler;
    }

    void tick(long now) {
        List.copyOf(sessions).forEach(session -> session.tick(now));
    }

    void abort(ApiError error) {
        List.copyOf(arriving).forEach(reader -> reader.fail(new ApiException(error)));
        List.copyOf(sessions).forEach(session -> session.abort(error));
    }
}
