package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Ask;
import java.util.List;
import java.util.UUID;

/**
 * The last call of one caller that changed the state.
 *
 * @param granted for each ask of the call, what was granted of it (which may be none)
 */
record Receipt(UUID caller, long sequence, long bookedAt, List<Ask> granted) {

    Receipt {
        granted = List.copyOf(granted);
    }

    /** How many demands were granted of the call's ask of this index: none, if this is the receipt of a later call. */
    int granted(Call call, int index) {
        return sequence == call.sequence() ? granted.get(index).count() : 0;
    }
}
