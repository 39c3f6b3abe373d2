package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.LimitKind;

/**
 * One limit's counter after an ask was decided.
 *
 * @param used units; above the limit where that was lowered since
 * @param resetMillis until the window is completely free
 * @param waitMillis until a refused demand fits this limit: 0 if it does, {@link Window#FOREVER} if never
 */
public record Reading(LimitKind kind, long limit, long used, long resetMillis, long waitMillis) {}
