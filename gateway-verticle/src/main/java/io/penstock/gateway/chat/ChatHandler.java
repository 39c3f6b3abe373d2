package io.penstock.gateway.chat;

import io.penstock.gateway.admission.LimitHeaders;
import io.penstock.gateway.answer.ErrorWriter;
import io.penstock.gateway.auth.Client;
import io.penstock.gateway.body.BodyReader;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/chat/completions}: read, authenticate, route, admit, then a {@link ChatSession}
 * does the rest. One per gateway verticle, on its event loop.
 */
public final class ChatHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ChatHandler.class);

    private final Vertx vertx;
    private final TimerWheel timers;
    private final Gateway gateway;
    private final Exchange exchange;
    /** Requests that are read or wait for admission. */
    private final Set<BodyReader> arriving = new HashSet<>();

    private final Set<ChatSession> sessions = new HashSet<>();
    private Runnable onIdle = () -> {};

    public ChatHandler(Vertx vertx, Gateway gateway, Exchange exchange) {
        this.vertx = vertx;
        this.timers = new TimerWheel(vertx);
        this.gateway = gateway;
        this.exchange = exchange;
    }

    public void handle(HttpServerRequest http, String requestId) {
        long start = System.nanoTime();
        Setup setup = gateway.setup();
        HttpConfig limits = setup.config().http();
        BodyReader reader = new BodyReader(timers, http, limits.maxBody(), gateway.bodies());
        arriving.add(reader);
        identify(http, requestId, start, setup)
                .compose(inbound ->
                        reader.read(limits.readTimeout().toMillis()).compose(body -> admit(inbound, body, reader)))
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

    private Future<Inbound> identify(HttpServerRequest http, String requestId, long start, Setup setup) {
        if (gateway.node().state().isDraining()) {
            return Future.failedFuture(new ApiException(ApiErrors.draining()));
        }
        try {
            Client client = setup.authenticator().authenticate(http.headers());
            requireJson(http);
            return Future.succeededFuture(
                    new Inbound(http, requestId, start, setup, client, Steering.of(http.headers())));
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
        Routed routed;
        try {
            RequestBody read = RequestBody.read(body);
            routed = new Routed(read, Legs.of(inbound, read.peek()));
        } catch (RuntimeException e) {
            reader.release();
            return Future.failedFuture(e);
        }
        return routed.admit(inbound)
                .compose(decision -> {
                    LimitHeaders.put(inbound.http().response().headers(), decision.admission());
                    if (decision.admission() instanceof Admission.Refused refused) {
                        gateway.limited(inbound, refused);
                        return Future.failedFuture(new ApiException(LimitHeaders.refusal(refused)));
                    }
                    Reserved reserved = routed.reserved(decision);
                    try {
                        open(inbound, routed, reserved, reader);
                    } catch (RuntimeException e) {
                        reserved.settle();
                        throw e;
                    }
                    return Future.<Void>succeededFuture();
                })
                .onFailure(e -> reader.release());
    }

    private void open(Inbound inbound, Routed routed, Reserved reserved, BodyReader reader) {
        ChatSession session = new ChatSession(vertx, timers, gateway, exchange, inbound, routed, reserved, ended -> {
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
        gateway.log().refused(requestId, error, System.nanoTime() - start);
        ErrorWriter.write(vertx, http, error);
    }

    /** Requests under way here. */
    public int running() {
        return arriving.size() + sessions.size();
    }

    /** @param handler called each time the last running request has ended */
    public void onIdle(Runnable handler) {
        onIdle = handler;
    }

    public void tick(long now) {
        List.copyOf(sessions).forEach(session -> session.tick(now));
    }

    public void abort(ApiError error) {
        List.copyOf(arriving).forEach(reader -> reader.fail(new ApiException(error)));
        List.copyOf(sessions).forEach(session -> session.abort(error));
    }
}
