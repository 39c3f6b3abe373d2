package io.penstock.gateway.chat;

import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.AttemptPlan;
import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the attempts of one request as its plan says: one after the other or, under a hedge, a second one
 * beside the first. The first to bring content is the answer, and the other one is cancelled at once.
 * Event loop only.
 */
final class Dispatch {

    private final Vertx vertx;
    private final TimerWheel timers;
    private final Exchange exchange;
    private final TargetStats stats;
    private final RequestLog log;
    private final Inbound inbound;
    private final RequestBody body;
    private final AttemptPlan plan;
    private final Reserved reserved;
    private final RequestTime time;
    private final DispatchListener listener;
    private final List<Run> runs = new ArrayList<>(2);
    /** Whom the listener was told of last. */
    private @Nullable Run shown;

    private @Nullable Run winner;
    private long backoffTimer = -1;
    private long hedgeTimer = -1;
    private boolean over;

    Dispatch(
            Vertx vertx,
            TimerWheel timers,
            Gateway gateway,
            Exchange exchange,
            Inbound inbound,
            RequestBody body,
            AttemptPlan plan,
            Reserved reserved,
            RequestTime time,
            DispatchListener listener) {
        this.vertx = vertx;
        this.timers = timers;
        this.exchange = exchange;
        this.stats = gateway.stats();
        this.log = gateway.log();
        this.inbound = inbound;
        this.body = body;
        this.plan = plan;
        this.reserved = reserved;
        this.time = time;
        this.listener = listener;
    }

    void begin() {
        follow(plan.first(time.elapsed()));
    }

    /** The client took so many bytes of the answer. */
    void taken(int bytes) {
        if (winner != null) {
            winner.taken(bytes);
        }
    }

    /** Whether content has come: from then on a slow client may be what takes the time. */
    boolean isAnswering() {
        return winner != null;
    }

    /** Ends whatever runs; the listener hears nothing more. */
    void cancel(Frame.Cancel.Reason reason) {
        over = true;
        vertx.cancelTimer(backoffTimer);
        cancelHedge();
        List.copyOf(runs).forEach(run -> run.cancel(reason));
    }

    private void follow(AttemptPlan.Step step) {
        if (step instanceof AttemptPlan.GiveUp giveUp) {
            over = true;
            listener.fail(giveUp.error());
        } else if (step instanceof AttemptPlan.Try next) {
            if (next.delayMillis() == 0) {
                start(next);
            } else {
                backoffTimer = vertx.setTimer(next.delayMillis(), timer -> start(next));
            }
        } else {
            // The attempt beside it goes on, and may get company once more.
            runs.forEach(this::show);
            runs.forEach(this::awaitHedge);
        }
    }

    private void start(AttemptPlan.Try next) {
        Candidate candidate = next.candidate();
        if (reserved.covers(candidate.leg().model())) {
            run(next);
            return;
        }
        listener.admit(candidate)
                .onSuccess(booked -> {
                    if (!over) {
                        run(next);
                    }
                })
                .onFailure(e -> {
                    if (!over) {
                        ApiError error =
                                e instanceof ApiException known ? known.error() : ApiErrors.internal(inbound.id());
                        follow(plan.noRoom(candidate, error, time.elapsed()));
                    }
                });
    }

    private void run(AttemptPlan.Try next) {
        RequestBody sent;
        try {
            sent = body.as(next.candidate());
        } catch (ApiException e) {
            // A target's own parameters may not go with the client's.
            follow(plan.failed(next.candidate(), Failure.lasting(e.error()), time.elapsed()));
            return;
        }
        Run run = new Run(this, timers, stats, reserved, body.stream(), next);
        runs.add(run);
        show(run);
        run.open(exchange, inbound.setup().version(), sent, time);
        awaitHedge(run);
    }

    private void awaitHedge(Run run) {
        Leg leg = run.candidate().leg();
        long delay = reserved.mayHedge(leg.model()) && !inbound.steering().noRetry()
                ? HedgeDelay.of(leg.route().hedge(), run.target(), body.stream(), stats)
                : -1;
        cancelHedge();
        if (delay >= 0 && winner == null && runs.size() == 1) {
            hedgeTimer = vertx.setTimer(Math.max(1, delay), timer -> hedge());
        }
    }

    private void cancelHedge() {
        if (hedgeTimer >= 0) {
            vertx.cancelTimer(hedgeTimer);
            hedgeTimer = -1;
        }
    }

    private void hedge() {
        AttemptPlan.Try beside = winner == null && runs.size() == 1 ? plan.hedge(time.elapsed()) : null;
        if (beside != null) {
            log.hedged(beside.candidate().leg().route().label());
            run(beside);
        }
    }

    private void win(Run run) {
        winner = run;
        cancelHedge();
        for (Run other : List.copyOf(runs)) {
            if (other != run) {
                plan.outrun(other.candidate());
                other.lose();
            }
        }
        if (shown != run) {
            show(run);
        }
    }

    private void show(Run run) {
        shown = run;
        listener.trying(run.target(), run.dropped());
    }

    /** The run's provider has told what it lacks. */
    void dropped(Run run) {
        if (shown == run) {
            show(run);
        }
    }

    /** The next bytes of an attempt's answer: the first to bring any wins. */
    void data(Run run, Buffer bytes) {
        if (winner == null) {
            win(run);
        }
        listener.data(bytes);
    }

    void ended(Run run, Usage usage) {
        if (winner == null) {
            win(run);
        }
        over = true;
        listener.end(usage);
    }

    void failed(Run run, Failure failure) {
        log.attemptFailed(run.target().provider(), failure);
        if (winner == run && !listener.takeBack()) {
            over = true;
            listener.fail(failure.error());
            return;
        }
        winner = null;
        follow(plan.failed(run.candidate(), failure, time.elapsed()));
    }

    void notStarted(Run run, ApiError why, boolean tripped) {
        follow(
                tripped
                        ? plan.tripped(run.candidate(), time.elapsed())
                        : plan.notStarted(run.candidate(), why, time.elapsed()));
    }

    /** The attempt runs no more, however it ended. */
    void over(Run run) {
        runs.remove(run);
    }
}
