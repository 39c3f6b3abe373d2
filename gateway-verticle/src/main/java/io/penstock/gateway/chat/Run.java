package io.penstock.gateway.chat;

import io.penstock.gateway.exchange.Attempt;
import io.penstock.gateway.exchange.AttemptListener;
import io.penstock.gateway.exchange.AttemptRequest;
import io.penstock.gateway.exchange.Exchange;
import io.penstock.gateway.routing.AttemptPlan;
import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.Timeouts;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link Dispatch}, from its worker's offer to its one end. Event loop only. */
final class Run implements AttemptListener {

    private final Dispatch dispatch;
    private final TimerWheel timers;
    private final TargetStats stats;
    private final Reserved reserved;
    private final Candidate candidate;
    private final boolean lastResort;
    private final boolean stream;
    private final long openedAt = System.nanoTime();
    private @Nullable Attempt attempt;
    private List<String> dropped = List.of();
    private TimerWheel.Timer totalTimer = TimerWheel.Timer.NONE;

    /** @param stream whether the client asked for a stream */
    Run(
            Dispatch dispatch,
            TimerWheel timers,
            TargetStats stats,
            Reserved reserved,
            boolean stream,
            AttemptPlan.Try next) {
        this.dispatch = dispatch;
        this.timers = timers;
        this.stats = stats;
        this.reserved = reserved;
        this.stream = stream;
        this.candidate = next.candidate();
        this.lastResort = next.lastResort();
    }

    Candidate candidate() {
        return candidate;
    }

    Target target() {
        return candidate.target();
    }

    /** The request's parameters that the target's provider lacks, as far as it has told. */
    List<String> dropped() {
        return dropped;
    }

    /** The client took so many bytes of the answer. */
    void taken(int bytes) {
        attempt().taken(bytes);
    }

    /**
     * Offers the attempt; call once, first.
     *
     * @param version of the configuration that the request runs under
     */
    void open(Exchange exchange, String version, RequestBody sent, RequestTime time) {
        Timeouts timeouts = target().timeouts();
        long left = time.left();
        long total = Math.min(timeouts.total().toMillis(), left);
        attempt = exchange.open(
                new AttemptRequest(
                        target().provider(),
                        target().id(),
                        version,
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
                        target().prompts(sent.peek()),
                        sent.bytes()),
                this);
        stats.opened(target());
        if (total < left) {
            totalTimer = timers.set(total, () -> tooSlow(total));
        }
    }

    void cancel(Frame.Cancel.Reason reason) {
        attempt().cancel(reason);
        close();
    }

    /** Another attempt has brought content first: this target would have taken at least as long as until now. */
    void lose() {
        stats.outrun(target(), stream, age());
        cancel(Frame.Cancel.Reason.UNWANTED);
    }

    private void tooSlow(long total) {
        attempt().cancel(dispatch.isAnswering() ? Frame.Cancel.Reason.UNWANTED : Frame.Cancel.Reason.TOO_SLOW);
        fail(Failure.timeout(target().provider(), Failure.Cause.TOTAL_DEADLINE, total));
    }

    @Override
    public void dropped(List<String> parameters) {
        dropped = parameters;
        dispatch.dropped(this);
    }

    @Override
    public void data(Buffer bytes) {
        if (!dispatch.isAnswering()) {
            stats.content(target(), stream, age());
        }
        dispatch.data(this, bytes);
    }

    @Override
    public void end(Usage usage) {
        close();
        dispatch.ended(this, usage);
    }

    @Override
    public void fail(Failure failure) {
        // Other nodes hear of a refused or limited key a little later, and might use it once more.
        candidate.keepTo(failure.cause().isOfKey() ? attempt().node() : null);
        if (failure.cause().isOfTarget() && !dispatch.isAnswering()) {
            stats.failed(target(), stream);
        }
        close();
        dispatch.failed(this, failure);
    }

    @Override
    public void notStarted(ApiError why, boolean tripped) {
        close();
        dispatch.notStarted(this, why, tripped);
    }

    /** Milliseconds. */
    private long age() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedAt);
    }

    /** The attempt is over: once for each. */
    private void close() {
        totalTimer.cancel();
        stats.closed(target());
        reserved.bill(candidate.leg().model(), attempt().billed());
        dispatch.over(this);
    }

    private Attempt attempt() {
        if (attempt == null) {
            throw new IllegalStateException("not open yet");
        }
        return attempt;
    }
}
