package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Units;
import java.util.List;
import java.util.UUID;

/**
 * The last call of one caller that changed the state.
 *
 * @param adjusted ordinal of the last adjustment that was taken
 * @param booked by the call, over all its asks
 * @param granted for each ask of the call, how many of its demands (which may be none)
 */
record Receipt(UUID caller, long sequence, long adjusted, long bookedAt, Units booked, List<Integer> granted) {

    Receipt {
        granted = List.copyOf(granted);
    }

    /** How many demands were granted of the call's ask of this index: none, if this is the receipt of a later call. */
    int granted(Call call, int index) {
        return sequence == call.sequence() ? granted.get(index) : 0;
    }
}
