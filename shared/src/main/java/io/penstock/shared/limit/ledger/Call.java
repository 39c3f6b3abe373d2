package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Booking;
import java.util.List;
import java.util.UUID;

/**
 * Everything a node has to say to a subject's state at once. A state takes each call at most once,
 * however often it arrives.
 *
 * @param caller the node, and this life of it: another after each start
 * @param sequence rises from one call of the caller to the next
 * @param acknowledged calls up to this one are settled: the caller has their outcome or is done with
 *     them. Those after it and before this one are void: undone if they ran, refused if they come yet
 * @param releases bookings to take back, each in one call only
 * @param asks in order of arrival
 */
public record Call(UUID caller, long sequence, long acknowledged, List<Booking> releases, List<Ask> asks) {

    public Call {
        if (acknowledged >= sequence) {
            throw new IllegalArgumentException("call " + sequence + " acknowledges " + acknowledged);
        }
        releases = List.copyOf(releases);
        asks = List.copyOf(asks);
    }

    boolean voidsEarlier() {
        return acknowledged < sequence - 1;
    }
}
