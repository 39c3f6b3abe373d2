package io.penstock.gateway.chat;

import io.penstock.gateway.exchange.Attempt;
import io.penstock.gateway.exchange.AttemptListener;
import io.penstock.gateway.exchange.AttemptRequest;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.AttemptPlan;
import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.Timeouts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the attempts of one request as its plan says: one after the other or, under a hedge, a second one
 * beside the first. The first to bring content is the answer, and the other one is cancelled at once.
 * Event loop only.
 */
final class Dispatch {

    /** Hears of the one answer. Exactly one of {@code end} and {@code fail} is the last, unless it is cancelled. */
    interface Listener {

        /** An attempt begins there, or the one there is the answer now. */
        void trying(Target target);

        /** Completes when the limits of the candidate's model are booked; fails with an {@link ApiException}. */
        Future<Void> admit(Candidate candidate);

        void data(Buffer bytes);

        void end(Usage usage);

        /** What came of an attempt that failed is void. @return false where the client has seen some of it */
        boolean takeBack();

        /** No attempt is left. */
        void fail(ApiError error);
    }

    private final Vertx vertx;
    private final Exchange exchange;
    private final TargetStats stats;
    private final RequestLog log;
    private final Inbound inbound;
    private final RequestBody body;
    private final AttemptPlan plan;
    private final Reserved reserved;
    private final RequestTime time;
    private final Listener listener;
    private final List<Run> runs = new ArrayList<>(2);
    private @Nullable Run winner;
    private long backoffTimer = -1;
    private long hedgeTimer = -1;
    private boolean over;

    Dispatch(
            Vertx vertx,
            Gateway gateway,
            Exchange exchange,
            Inbound inbound,
            RequestBody body,
            AttemptPlan plan,
            Reserved reserved,
            RequestTime time,
            Listener listener) {
        this.vertx = vertx;
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
            winner.attempt().taken(bytes);
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
        vertx.cancelTimer(hedgeTimer);
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
        Run run = new Run(next);
        runs.add(run);
        listener.trying(run.target());
        run.open(sent);
        awaitHedge(run);
    }

    private void awaitHedge(Run run) {
        Leg leg = run.candidate.leg();
        long delay = reserved.mayHedge(leg.model()) && !inbound.steering().noRetry()
                ? HedgeDelay.of(leg.route().hedge(), run.target(), body.stream(), stats)
                : -1;
        vertx.cancelTimer(hedgeTimer);
        if (delay >= 0 && winner == null && runs.size() == 1) {
            hedgeTimer = vertx.setTimer(Math.max(1, delay), timer -> hedge());
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
        vertx.cancelTimer(hedgeTimer);
        List.copyOf(runs).stream().filter(other -> other != run).forEach(Run::lose);
        listener.trying(run.target());
    }

    /** One attempt. */
    private final class Run implements AttemptListener {

        private final Candidate candidate;
        private final boolean lastResort;
        private final long openedAt = System.nanoTime();
        private @Nullable Attempt attempt;
        private long totalTimer = -1;

        Run(AttemptPlan.Try next) {
            candidate = next.candidate();
            lastResort = next.lastResort();
        }

        Target target() {
            return candidate.target();
        }

        Attempt attempt() {
            if (attempt == null) {
                throw new IllegalStateException("not open yet");
            }
            return attempt;
        }

        void open(RequestBody sent) {
            Timeouts timeouts = target().timeouts();
            long left = time.left();
            long total = Math.min(timeouts.total().toMillis(), left);
            attempt = exchange.open(
                    new AttemptRequest(
                            target().provider(),
                            target().id(),
                            inbound.setup().version(),
                            target().model(),
                            candidate.node(),
                            lastResort,
                            new Deadlines(
                                    timeouts.connect().toMillis(),
                                    timeouts.firstToken().toMillis(),
                                    timeouts.idle().toMillis(),
                                    total),
                            sent.peek(),
                            reserved.promptTokens(),
                            sent.bytes()),
                    this);
            stats.opened(target());
            if (total < left) {
                totalTimer = vertx.setTimer(total, timer -> tooSlow(total));
            }
        }

        void cancel(Frame.Cancel.Reason reason) {
            attempt().cancel(reason);
            close();
        }

        /** Another attempt has brought content first: this target would have taken at least as long as until now. */
        void lose() {
            stats.outrun(target(), body.stream(), age());
            plan.outrun(candidate);
            cancel(Frame.Cancel.Reason.UNWANTED);
        }

        /** Milliseconds. */
        private long age() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedAt);
        }

        private void tooSlow(long total) {
            attempt().cancel(isAnswering() ? Frame.Cancel.Reason.UNWANTED : Frame.Cancel.Reason.TOO_SLOW);
            fail(Failure.timeout(target().provider(), Failure.Cause.TOTAL_DEADLINE, total));
        }

        @Override
        public void data(Buffer bytes) {
            if (winner == null) {
                stats.content(target(), body.stream(), age());
                win(this);
            }
            listener.data(bytes);
        }

        @Override
        public void end(Usage usage) {
            if (winner == null) {
                win(this);
            }
            over = true;
            close();
            listener.end(usage);
        }

        @Override
        public void fail(Failure failure) {
            log.attemptFailed(target().provider(), failure);
            // Other nodes hear of a refused or limited key a little later, and might use it once more.
            candidate.keepTo(failure.cause().isOfKey() ? attempt().node() : null);
            if (failure.cause().isOfTarget() && winner == null) {
                stats.failed(target(), body.stream());
            }
            close();
            if (winner == this && !listener.takeBack()) {
                over = true;
                listener.fail(failure.error());
                return;
            }
            winner = null;
            follow(plan.failed(candidate, failure, time.elapsed()));
        }

        @Override
        public void notStarted(ApiError why, boolean tripped) {
            close();
            follow(tripped ? plan.tripped(candidate, time.elapsed()) : plan.notStarted(candidate, why, time.elapsed()));
        }

        /** The attempt is over: once for each. */
        private void close() {
            runs.remove(this);
            vertx.cancelTimer(totalTimer);
            stats.closed(target());
            reserved.bill(candidate.leg().model(), attempt().billed());
        }
    }
}
