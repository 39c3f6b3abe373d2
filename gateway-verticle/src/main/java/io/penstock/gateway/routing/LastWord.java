package io.penstock.gateway.routing;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client hears when no attempt is left. */
final class LastWord {

    private LastWord() {}

    /**
     * The one target's own error; where several failed, that all did, or when the soonest of them will be free.
     *
     * @param model as the request names it
     * @param last which was tried last; null where none was
     */
    static ApiError of(String model, List<Candidate> candidates, @Nullable Candidate last) {
        List<ApiError> errors = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.error != null) {
                errors.add(candidate.error);
            }
        }
        if (errors.size() == 1) {
            return errors.get(0);
        }
        if (!errors.isEmpty() && errors.stream().allMatch(error -> error.status() == 429)) {
            return soonestFree(errors);
        }
        ApiError lastError = last == null ? null : last.error;
        return ApiErrors.allProvidersUnavailable(model, lastError == null ? "no answer" : lastError.message());
    }

    private static ApiError soonestFree(List<ApiError> limited) {
        ApiError soonest = limited.get(0);
        for (ApiError error : limited) {
            soonest = wait(error) < wait(soonest) ? error : soonest;
        }
        return soonest;
    }

    private static long wait(ApiError error) {
        return error.retryAfterMillis() < 0 ? Long.MAX_VALUE : error.retryAfterMillis();
    }
}
