package io.penstock.gateway.http;

import io.penstock.gateway.answer.Answer;
import io.penstock.gateway.answer.PlainAnswer;
import io.penstock.gateway.answer.StreamAnswer;
import io.penstock.gateway.exchange.Attempt;
import io.penstock.gateway.exchange.AttemptListener;
import io.penstock.gateway.exchange.AttemptRequest;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.AttemptPlan;
import io.penstock.gateway.routing.Route;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An admitted request until its one end: answered, failed, or left by its client. Runs the plan's
 * attempts one after the other and hands what comes to its {@link Answer}. Event loop only.
 */
final class ChatSession implements AttemptListener {

    private final Vertx vertx;
    private final GatewayParts parts;
    private final Exchange exchange;
    private final Inbound inbound;
    private final ChatPeek peek;
    private final Route route;
    private final Reserved reserved;
    private final byte[] body;
    private final Consumer<ChatSession> onEnd;
    private final Answer answer;
    private final AttemptPlan plan;
    private final RequestLog.Entry log;
    private @Nullable Attempt attempt;
    private @Nullable TargetConfig target;
    private long totalTimer = -1;
    private long backoffTimer = -1;
    private boolean ended;

    ChatSession(
            Vertx vertx,
            GatewayParts parts,
            Exchange exchange,
            Inbound inbound,
            ChatPeek peek,
            Route route,
            Reserved reserved,
            byte[] body,
            Consumer<ChatSession> onEnd) {
        this.vertx = vertx;
        this.parts = parts;
        this.exchange = exchange;
        this.inbound = inbound;
        this.peek = peek;
        this.route = route;
        this.reserved = reserved;
        this.body = body;
        this.onEnd = onEnd;
        this.answer = peek.stream()
                ? new StreamAnswer(vertx, inbound.http(), this::taken, inbound.startNanos())
                : new PlainAnswer(vertx, inbound.http(), this::taken, inbound.startNanos());
        this.plan = new AttemptPlan(
                peek.model(),
                parts.order().of(route),
                route.retries(),
                route.timeouts().total().toMillis(),
                ThreadLocalRandom.current());
        this.log = parts.log().begin(inbound, route.label(), peek.stream());
    }

    void begin() {
        HttpServerResponse response = inbound.http().response();
        if (response.closed()) {
            clientGone();
            return;
        }
        response.closeHandler(v -> clientGone());
        response.exceptionHandler(e -> clientGone());
        long total = route.timeouts().total().toMillis();
        totalTimer = vertx.setTimer(Math.max(1, total - elapsed()), timer -> outOfTime(total));
        follow(plan.first());
    }

    void tick(long now) {
        answer.tick(now);
    }

    /** Ends the request from outside, with an error to its client. */
    void abort(ApiError error) {
        if (!ended) {
            cancelAttempt();
            fail(error);
        }
    }

    private void follow(AttemptPlan.Step step) {
        if (step instanceof AttemptPlan.GiveUp giveUp) {
            // Those that no worker took do not count.
            putAttempts();
            fail(giveUp.error());
        } else if (step instanceof AttemptPlan.Try next) {
            if (next.delayMillis() == 0) {
                attempt(next.target());
            } else {
                backoffTimer = vertx.setTimer(next.delayMillis(), timer -> attempt(next.target()));
            }
        }
    }

    private void attempt(TargetConfig next) {
        target = next;
        describe(next);
        Timeouts timeouts = route.timeouts();
        Deadlines deadlines = new Deadlines(
                timeouts.connect().toMillis(),
                timeouts.firstToken().toMillis(),
                timeouts.idle().toMillis(),
                Math.max(1, timeouts.total().toMillis() - elapsed()));
        attempt = exchange.open(
                new AttemptRequest(
                        next.provider(),
                        "",
                        next.model(),
                        false,
                        deadlines,
                        peek,
                        reserved.tokens().prompt(),
                        body),
                this);
    }

    /** Headers of the attempt under way; the last one's stay. */
    private void describe(TargetConfig next) {
        HttpServerResponse response = inbound.http().response();
        if (!response.headWritten()) {
            response.putHeader("x-penstock-provider", next.provider())
                    .putHeader("x-penstock-model", HeaderValues.visible(next.model()));
        }
        putAttempts();
    }

    private void putAttempts() {
        HttpServerResponse response = inbound.http().response();
        if (!response.headWritten()) {
            response.putHeader("x-penstock-attempts", Integer.toString(plan.attempts()));
        }
    }

    private void taken(int bytes) {
        if (attempt != null) {
            attempt.taken(bytes);
        }
    }

    @Override
    public void data(Buffer bytes) {
        log.content();
        answer.data(bytes);
    }

    @Override
    public void end(Usage usage) {
        if (!ended) {
            bill();
            close();
            answer.end();
            log.estimated(reserved.tokens(), usage);
            log.answered(targetProvider(), plan.attempts(), usage);
            onEnd.accept(this);
        }
    }

    @Override
    public void fail(Failure failure) {
        if (ended) {
            return;
        }
        bill();
        parts.log().attemptFailed(targetProvider(), failure);
        if (answer.isCommitted()) {
            fail(failure.error());
        } else {
            answer.restart();
            follow(plan.failed(failure, elapsed()));
        }
    }

    @Override
    public void notStarted(ApiError why) {
        if (!ended) {
            attempt = null;
            follow(plan.notStarted(why, elapsed()));
        }
    }

    private void outOfTime(long total) {
        if (!ended) {
            cancelAttempt();
            fail(ApiErrors.providerTimeout(targetProvider(), "total", total));
        }
    }

    private void clientGone() {
        if (!ended) {
            cancelAttempt();
            close();
            log.abandoned(targetProvider(), plan.attempts());
            onEnd.accept(this);
        }
    }

    private void fail(ApiError error) {
        close();
        answer.fail(error);
        log.failed(targetProvider(), plan.attempts(), error);
        onEnd.accept(this);
    }

    /** Comes before the answer's last bytes: where those close the connection, its handler runs at once. */
    private void close() {
        ended = true;
        vertx.cancelTimer(totalTimer);
        vertx.cancelTimer(backoffTimer);
        reserved.settle();
    }

    private void cancelAttempt() {
        if (attempt != null) {
            attempt.cancel();
            bill();
        }
    }

    /** The attempt is over: once for each. */
    private void bill() {
        if (attempt != null) {
            reserved.bill(attempt.billed());
            attempt = null;
        }
    }

    private String targetProvider() {
        return target == null ? "none" : target.provider();
    }

    private long elapsed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - inbound.startNanos());
    }
}
