package io.penstock.gateway.chat;

import io.penstock.gateway.admission.LimitHeaders;
import io.penstock.gateway.answer.Answer;
import io.penstock.gateway.answer.PlainAnswer;
import io.penstock.gateway.answer.StreamAnswer;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.AttemptPlan;
import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.Route;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An admitted request until its one end: answered, failed, or left by its client. Hands what its
 * attempts bring to its {@link Answer}. Event loop only.
 */
final class ChatSession implements DispatchListener {

    private static final CharSequence PROVIDER = HttpHeaders.createOptimized("x-penstock-provider");
    private static final CharSequence MODEL = HttpHeaders.createOptimized("x-penstock-model");
    private static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-penstock-attempts");
    private static final CharSequence DROPPED = HttpHeaders.createOptimized("x-penstock-dropped");

    private final TimerWheel timers;
    private final Gateway gateway;
    private final Inbound inbound;
    private final Routed routed;
    private final Reserved reserved;
    private final Consumer<ChatSession> onEnd;
    private final Answer answer;
    private final AttemptPlan plan;
    private final Dispatch dispatch;
    private final RequestLog.Entry log;
    private final RequestTime time;
    private @Nullable Target target;
    private TimerWheel.Timer totalTimer = TimerWheel.Timer.NONE;
    private boolean ended;

    ChatSession(
            Vertx vertx,
            TimerWheel timers,
            Gateway gateway,
            Exchange exchange,
            Inbound inbound,
            Routed routed,
            Reserved reserved,
            Consumer<ChatSession> onEnd) {
        this.timers = timers;
        this.gateway = gateway;
        this.inbound = inbound;
        this.routed = routed;
        this.reserved = reserved;
        this.onEnd = onEnd;
        this.answer = routed.body().stream()
                ? new StreamAnswer(vertx, inbound.http(), this::taken, inbound.startNanos())
                : new PlainAnswer(vertx, inbound.http(), this::taken, inbound.startNanos());
        Route route = routed.route();
        this.time = RequestTime.of(inbound, route);
        this.plan = new AttemptPlan(
                routed.body().peek().model(),
                Legs.inOrder(routed.legs(), routed.body().stream(), gateway.order()),
                inbound.steering().noRetry() ? 0 : route.retries(),
                time.totalMillis(),
                gateway.stats()::restMillis,
                ThreadLocalRandom.current());
        this.dispatch =
                new Dispatch(vertx, timers, gateway, exchange, inbound, routed.body(), plan, reserved, time, this);
        this.log = gateway.log().begin(inbound, route.label(), routed.body().stream());
    }

    void begin() {
        HttpServerResponse response = inbound.http().response();
        if (response.closed()) {
            clientGone();
            return;
        }
        response.closeHandler(v -> clientGone());
        response.exceptionHandler(e -> clientGone());
        if (time.elapsed() >= time.totalMillis()) {
            outOfTime(); // Its body, or its admission, took all of it.
            return;
        }
        totalTimer = timers.set(time.left(), this::outOfTime);
        dispatch.begin();
    }

    void tick(long now) {
        answer.tick(now);
    }

    /** Ends the request from outside, with an error to its client. */
    void abort(ApiError error) {
        if (!ended) {
            dispatch.cancel(Frame.Cancel.Reason.UNWANTED);
            fail(error);
        }
    }

    private void taken(int bytes) {
        dispatch.taken(bytes);
    }

    /** Headers of the attempt under way; those of the one that answers, or of the last, stay. */
    @Override
    public void trying(Target next, List<String> dropped) {
        target = next;
        HttpServerResponse response = inbound.http().response();
        if (!response.headWritten()) {
            response.putHeader(PROVIDER, next.provider()).putHeader(MODEL, HeaderValues.visible(next.model()));
            if (dropped.isEmpty()) {
                response.headers().remove(DROPPED);
            } else {
                response.putHeader(DROPPED, String.join(",", dropped));
            }
        }
        putAttempts();
    }

    private void putAttempts() {
        HttpServerResponse response = inbound.http().response();
        if (!response.headWritten()) {
            response.putHeader(ATTEMPTS, Integer.toString(plan.attempts()));
        }
    }

    @Override
    public Future<Void> admit(Candidate candidate) {
        Leg leg = candidate.leg();
        List<Subject> ofModel = routed.subjectsOf(inbound, leg);
        List<Subject> missing = reserved.missing(ofModel);
        return routed.admit(inbound, leg, missing).compose(decision -> {
            if (decision.admission() instanceof Admission.Refused refused) {
                gateway.limited(inbound, refused);
                putLimits(refused);
                return Future.failedFuture(new ApiException(LimitHeaders.refusal(refused)));
            }
            reserved.add(leg.model(), ofModel, missing, decision);
            putLimits(new Admission.Granted(reserved.standings(), Reservation.NONE));
            return Future.succeededFuture();
        });
    }

    /** Headers of the limits that apply, now that those of a model are known too. */
    private void putLimits(Admission admission) {
        HttpServerResponse response = inbound.http().response();
        if (!response.headWritten()) {
            LimitHeaders.put(response.headers(), admission);
        }
    }

    @Override
    public void data(Buffer bytes) {
        log.content();
        answer.data(bytes);
    }

    @Override
    public void end(Usage usage) {
        close();
        answer.end();
        log.estimated(reserved.tokens(), usage);
        log.answered(targetProvider(), plan.attempts(), usage);
        onEnd.accept(this);
    }

    @Override
    public boolean takeBack() {
        if (answer.isCommitted()) {
            return false;
        }
        answer.restart();
        return true;
    }

    @Override
    public void fail(ApiError error) {
        // Those that no worker took do not count.
        putAttempts();
        close();
        answer.fail(error);
        log.failed(targetProvider(), plan.attempts(), error);
        onEnd.accept(this);
    }

    private void outOfTime() {
        if (ended) {
            return;
        }
        // One attempt that had all of the model's time was too slow; a client's own deadline says nothing.
        boolean ofTarget = !time.ownDeadline() && plan.attempts() == 1 && !dispatch.isAnswering();
        dispatch.cancel(ofTarget ? Frame.Cancel.Reason.TOO_SLOW : Frame.Cancel.Reason.UNWANTED);
        gateway.log().deadline(targetProvider(), time.ownDeadline() ? "client" : "total");
        fail(timeout());
    }

    private ApiError timeout() {
        if (time.ownDeadline()) {
            return ApiErrors.clientTimeout(time.totalMillis());
        }
        return target == null
                ? ApiErrors.requestTooLate(time.totalMillis())
                : ApiErrors.providerTimeout(target.provider(), "total", time.totalMillis());
    }

    private void clientGone() {
        if (!ended) {
            dispatch.cancel(Frame.Cancel.Reason.UNWANTED);
            close();
            log.abandoned(targetProvider(), plan.attempts());
            onEnd.accept(this);
        }
    }

    /** Comes before the answer's last bytes: where those close the connection, its handler runs at once. */
    private void close() {
        ended = true;
        totalTimer.cancel();
        reserved.settle();
    }

    private String targetProvider() {
        return target == null ? "none" : target.provider();
    }
}
