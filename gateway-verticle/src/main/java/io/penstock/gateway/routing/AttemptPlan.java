package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one request: which target next, after how long, and when to give up. One budget of
 * attempts and time holds for all of them together. Health decides on the order, never on the number: a
 * target that is left alone is tried when no better one can be, and then the least bad first. Knows time
 * only as it is told, in milliseconds since the request began. Belongs to the request's event loop.
 */
public final class AttemptPlan {

    /** A provider that asks for a longer pause is not waited for: the client gets its answer at once. */
    private static final long LONGEST_WAIT = 10_000;

    private static final long FIRST_BACKOFF = 200;
    private static final long LONGEST_BACKOFF = 5_000;

    /** What to do next. */
    public sealed interface Step {}

    /**
     * @param delayMillis to wait before; 0 is now
     * @param lastResort whether the target is tried although it is left alone
     */
    public record Try(Candidate candidate, long delayMillis, boolean lastResort) implements Step {}

    /** Another attempt is under way, whose end decides. */
    public record Wait() implements Step {}

    /** @param error for the client */
    public record GiveUp(ApiError error) implements Step {}

    private final String model;
    private final List<Candidate> candidates = new ArrayList<>();
    private final int budget;
    private final long totalMillis;
    private final ToLongFunction<Target> rest;
    private final RandomGenerator random;
    private int attempts;
    private @Nullable Candidate last;

    /**
     * @param model as the request names it
     * @param legs in the order in which to try them, with at least one target
     * @param totalMillis of the request's time
     * @param rest how long a target is left alone, in milliseconds; 0 where it is not
     */
    public AttemptPlan(
            String model,
            List<Leg> legs,
            int retries,
            long totalMillis,
            ToLongFunction<Target> rest,
            RandomGenerator random) {
        this.model = model;
        for (Leg leg : legs) {
            for (Target target : leg.targets()) {
                candidates.add(new Candidate(leg, target));
            }
        }
        this.budget = retries + 1;
        this.totalMillis = totalMillis;
        this.rest = rest;
        this.random = random;
    }

    /** Attempts so far, those under way included: what {@code x-penstock-attempts} shows. */
    public int attempts() {
        return attempts;
    }

    public Step first(long nowMillis) {
        return next(nowMillis);
    }

    /** The attempt failed before the client saw anything of it. */
    public Step failed(Candidate candidate, Failure failure, long nowMillis) {
        ended(candidate, forClient(failure.error()));
        if (failure.retry() == Failure.Retry.NEVER) {
            // What one target refuses the other one, asked beside it, may still answer.
            candidate.excluded = true;
            return isAnyRunning() ? new Wait() : new GiveUp(failure.error());
        }
        candidate.excluded = failure.retry() == Failure.Retry.OTHER_TARGET;
        candidate.notBefore =
                nowMillis + pause(candidate.failures++, failure.error().retryAfterMillis());
        return next(nowMillis);
    }

    /** No worker could take the attempt: nothing was sent, so that it costs nothing of the budget. */
    public Step notStarted(Candidate candidate, ApiError error, long nowMillis) {
        attempts--;
        ended(candidate, error);
        candidate.excluded = true;
        return next(nowMillis);
    }

    /** The model's own limits have no room for the request, whichever of its targets would take it. */
    public Step noRoom(Candidate refused, ApiError error, long nowMillis) {
        for (Candidate candidate : candidates) {
            candidate.excluded |= candidate.leg().model().equals(refused.leg().model());
        }
        return notStarted(refused, error, nowMillis);
    }

    /** Another attempt has brought content first, and this one was cancelled: no fault of its target. */
    public void outrun(Candidate candidate) {
        candidate.running = false;
    }

    /** As {@link #notStarted}, since the target is left alone: it may be tried yet, where no better one can be. */
    public Step tripped(Candidate candidate, long nowMillis) {
        attempts--;
        candidate.running = false;
        candidate.tripped = true;
        return next(nowMillis);
    }

    /** A second attempt, on a healthy target of the same model that was not tried yet, beside the one under way; or null. */
    @Nullable
    public Try hedge(long nowMillis) {
        Candidate beside = null;
        for (Candidate candidate : candidates) {
            boolean fresh = candidate.isFree() && candidate.failures == 0 && candidate.notBefore <= nowMillis;
            if (beside == null && fresh && isRunning(candidate.leg().model()) && isWell(candidate)) {
                beside = candidate;
            }
        }
        return beside == null || attempts >= budget ? null : start(beside, 0, false);
    }

    private boolean isRunning(String ofModel) {
        return candidates.stream()
                .anyMatch(candidate ->
                        candidate.running && candidate.leg().model().equals(ofModel));
    }

    private Step next(long now) {
        if (isAnyRunning()) {
            return new Wait();
        }
        if (attempts >= budget) {
            return new GiveUp(LastWord.of(model, candidates, last));
        }
        Candidate best = soonest(now, true);
        if (best != null && fits(best, now)) {
            return start(best, best.notBefore - now, false);
        }
        Candidate leastBad = soonest(now, false);
        if (leastBad != null && fits(leastBad, now)) {
            return start(leastBad, leastBad.notBefore - now, true);
        }
        return new GiveUp(LastWord.of(model, candidates, last));
    }

    private boolean isAnyRunning() {
        for (Candidate candidate : candidates) {
            if (candidate.running) {
                return true;
            }
        }
        return false;
    }

    private Try start(Candidate candidate, long delay, boolean lastResort) {
        candidate.running = true;
        last = candidate;
        attempts++;
        return new Try(candidate, Math.max(0, delay), lastResort);
    }

    private void ended(Candidate candidate, ApiError error) {
        candidate.running = false;
        candidate.error = error;
        last = candidate;
    }

    /** Of those that are ready the first; else the one that is ready soonest. Of those left alone, the least tried. */
    private @Nullable Candidate soonest(long now, boolean well) {
        Candidate best = null;
        for (Candidate candidate : candidates) {
            if (candidate.isFree() && isWell(candidate) == well && (best == null || isBetter(candidate, best, now))) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean isBetter(Candidate one, Candidate other, long now) {
        long oneReady = Math.max(now, one.notBefore);
        long otherReady = Math.max(now, other.notBefore);
        if (oneReady != otherReady || isWell(one)) {
            return oneReady < otherReady;
        }
        return one.failures != other.failures
                ? one.failures < other.failures
                : rest.applyAsLong(one.target()) < rest.applyAsLong(other.target());
    }

    private boolean isWell(Candidate candidate) {
        return !candidate.tripped && rest.applyAsLong(candidate.target()) == 0;
    }

    private boolean fits(Candidate candidate, long now) {
        long delay = candidate.notBefore - now;
        return delay <= LONGEST_WAIT && now + Math.max(0, delay) < totalMillis;
    }

    /** A worker with another key asks for the next try at once: that is said to the plan, not to the client. */
    private static ApiError forClient(ApiError error) {
        return error.retryAfterMillis() == 0 && error.status() != 429 ? error.withRetryAfter(-1) : error;
    }

    /** Jittered and doubling, or what the provider asked for. 0 asks for another try at once. */
    private long pause(int failuresBefore, long retryAfterMillis) {
        if (retryAfterMillis >= 0) {
            return retryAfterMillis;
        }
        long ceiling = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF << Math.min(failuresBefore, 10));
        return ceiling / 2 + random.nextLong(ceiling / 2 + 1);
    }
}
