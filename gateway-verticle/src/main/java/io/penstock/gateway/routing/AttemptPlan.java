package io.penstock.gateway.routing;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.TargetConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one request: which target next, after how long, and when to give up. Knows time
 * only as it is told, in milliseconds since the request began. Belongs to the request's event loop.
 */
public final class AttemptPlan {

    /** A provider that asks for a longer pause is not waited for: the client gets its answer at once. */
    private static final long LONGEST_WAIT = 10_000;

    private static final long FIRST_BACKOFF = 200;
    private static final long LONGEST_BACKOFF = 5_000;

    /** What to do next. */
    public sealed interface Step {}

    /** @param delayMillis to wait before; 0 is now */
    public record Try(TargetConfig target, long delayMillis) implements Step {}

    /** @param error for the client */
    public record GiveUp(ApiError error) implements Step {}

    /** A target and what this request has met there. */
    private static final class Candidate {
        final TargetConfig target;
        int failures;
        long notBefore;
        boolean excluded;

        @Nullable
        ApiError error;

        Candidate(TargetConfig target) {
            this.target = target;
        }
    }

    private final String model;
    private final List<Candidate> candidates = new ArrayList<>();
    private final int budget;
    private final long totalMillis;
    private final RandomGenerator random;
    private @Nullable Candidate current;
    private int attempts;

    /** @param targets in the order in which to try them, at least one */
    public AttemptPlan(
            String model, List<TargetConfig> targets, int retries, long totalMillis, RandomGenerator random) {
        this.model = model;
        targets.forEach(target -> candidates.add(new Candidate(target)));
        this.budget = retries + 1;
        this.totalMillis = totalMillis;
        this.random = random;
    }

    /** Attempts so far, the one under way included: what {@code x-penstock-attempts} shows. */
    public int attempts() {
        return attempts;
    }

    public Step first() {
        return next(0);
    }

    /** The attempt under way failed before the client saw anything of it. */
    public Step failed(Failure failure, long nowMillis) {
        Candidate failed = current();
        failed.error = forClient(failure.error());
        if (failure.retry() == Failure.Retry.NEVER) {
            return new GiveUp(failure.error());
        }
        failed.excluded = failure.retry() == Failure.Retry.OTHER_TARGET;
        failed.notBefore = nowMillis + pause(failed.failures++, failure.error().retryAfterMillis());
        return next(nowMillis);
    }

    /** No worker could take the attempt: nothing was sent, so that it costs nothing of the budget. */
    public Step notStarted(ApiError error, long nowMillis) {
        attempts--;
        Candidate skipped = current();
        skipped.error = error;
        skipped.excluded = true;
        return next(nowMillis);
    }

    private Step next(long now) {
        Candidate best = candidates.stream()
                .filter(candidate -> !candidate.excluded)
                .min(Comparator.comparingLong(candidate -> candidate.notBefore))
                .orElse(null);
        if (best == null || attempts >= budget) {
            return new GiveUp(lastWord());
        }
        long delay = Math.max(0, best.notBefore - now);
        if (delay > LONGEST_WAIT || now + delay >= totalMillis) {
            return new GiveUp(lastWord());
        }
        current = best;
        attempts++;
        return new Try(best.target, delay);
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

    /** The one target's own error; where several failed, that all did, or when the soonest will be free. */
    private ApiError lastWord() {
        List<ApiError> errors = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.error != null) {
                errors.add(candidate.error);
            }
        }
        ApiError last = current().error;
        if (errors.size() == 1) {
            return errors.get(0);
        }
        if (errors.stream().allMatch(error -> error.status() == 429)) {
            return errors.stream()
                    .min(Comparator.comparingLong(
                            error -> error.retryAfterMillis() < 0 ? Long.MAX_VALUE : error.retryAfterMillis()))
                    .orElseThrow();
        }
        return ApiErrors.allProvidersUnavailable(model, last == null ? "no answer" : last.message());
    }

    private Candidate current() {
        if (current == null) {
            throw new IllegalStateException("no attempt was planned yet");
        }
        return current;
    }
}
