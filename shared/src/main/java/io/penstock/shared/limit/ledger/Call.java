package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Ask;
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
 * @param held permits that the caller holds, without what this call asks for. The whole number, not
 *     a change: so a lost or repeated call leaves no permit behind
 * @param adjustments in order
 * @param asks in order of arrival
 */
public record Call(
        UUID caller, long sequence, long acknowledged, int held, List<Adjustment> adjustments, List<Ask> asks) {

    public Call {
        if (acknowledged >= sequence) {
            throw new IllegalArgumentException("call " + sequence + " acknowledges " + acknowledged);
        }
        adjustments = List.copyOf(adjustments);
        asks = List.copyOf(asks);
    }

    boolean voidsEarlier() {
        return acknowledged < sequence - 1;
    }

    /** The same call, that only asks how things stand. */
    public Call probing() {
        return new Call(
                caller,
                sequence,
                acknowledged,
                held,
                adjustments,
                asks.stream().map(ask -> ask.withCount(0)).toList());
    }
}
