package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Units;

/**
 * A correction of what was booked: taken back, or settled by what was used. Sent with every call
 * until one is answered; the state takes each ordinal once.
 *
 * @param ordinal rises from one adjustment of the caller to the next
 * @param bookedAt as the outcome said
 * @param by what to add
 */
public record Adjustment(long ordinal, long bookedAt, Units by) {}
