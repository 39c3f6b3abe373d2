package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;

/**
 * One limit's counter after an ask was decided.
 *
 * @param used units; above the limit where that was lowered, or an estimate too low
 * @param resetMillis until the window is completely free; 0 where there is none
 * @param waitMillis until one more such demand fits this limit: 0 if it does, {@link Window#FOREVER} if never
 */
public record Reading(LimitKind kind, long limit, long used, long resetMillis, long waitMillis) {

    /** @param less units that this counts too many */
    Standing standing(Subject subject, long less) {
        return new Standing(subject, kind, limit, used - less, resetMillis);
    }
}
