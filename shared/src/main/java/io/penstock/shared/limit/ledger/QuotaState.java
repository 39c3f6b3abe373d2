package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Booking;
import io.penstock.shared.limit.counter.Counters;
import io.penstock.shared.limit.counter.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subject's counters, and the last call of each caller: what is kept for it in the shared map.
 * Immutable.
 *
 * <p>A caller has one call on its way at a time, so its last receipt is enough to know a call that
 * arrives again (its owner died before it could answer), to answer it from memory, and to undo one
 * whose answer the caller never got. Callers are forgotten once nothing of theirs can be on its way.
 */
public final class QuotaState {

    public static final QuotaState EMPTY = new QuotaState(Counters.EMPTY, List.of());

    /** Far above the number of nodes: only to have a bound. */
    static final int MAX_CALLERS = 256;
    /** Nothing arrives again later than this: Hazelcast gives a call up after 60 s by default. */
    private static final long RECEIPT_MILLIS = 120_000;
    /** A state is forgotten by its owner's own clock, which may be this far ahead of the last owner's. */
    private static final long SKEW_MILLIS = 10 * 60_000;

    private final Counters counters;
    /** Oldest first. */
    private final List<Receipt> receipts;

    QuotaState(Counters counters, List<Receipt> receipts) {
        this.counters = counters;
        this.receipts = List.copyOf(receipts);
    }

    /** @param state the same object as before where the call changes nothing, so that nothing need be stored */
    public record Step(QuotaState state, Outcome outcome) {}

    Counters counters() {
        return counters;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    /** How long a state is of any use after it was stored; it may be forgotten then. */
    public long usefulMillis() {
        return counters.spanMillis() + SKEW_MILLIS;
    }

    /** @param clock in milliseconds; may run backwards, see {@link Counters} */
    public Step apply(Call call, long clock) {
        Receipt last = receiptOf(call.caller());
        if (last != null && call.sequence() <= last.sequence()) {
            return new Step(this, remembered(call, last, clock));
        }
        Counters next = counters;
        if (last != null && last.sequence() > call.acknowledged()) {
            for (Ask granted : last.granted()) {
                next = next.release(new Booking(granted, last.bookedAt()));
            }
        }
        for (Booking booking : call.releases()) {
            next = next.release(booking);
        }
        long now = next.now(clock);
        List<Verdict> verdicts = new ArrayList<>(call.asks().size());
        List<Ask> granted = new ArrayList<>(call.asks().size());
        for (Ask ask : call.asks()) {
            Counters.Decision decision = next.decide(ask, clock);
            next = decision.counters();
            verdicts.add(decision.verdict());
            granted.add(ask.withCount(decision.verdict().granted()));
        }
        Outcome outcome = new Outcome(now, verdicts);
        if (next == counters && !call.voidsEarlier()) {
            return new Step(this, outcome);
        }
        Receipt receipt = new Receipt(call.caller(), call.sequence(), now, granted);
        return new Step(new QuotaState(next, receiptsWith(receipt)), outcome);
    }

    private Outcome remembered(Call call, Receipt receipt, long clock) {
        List<Verdict> verdicts = new ArrayList<>(call.asks().size());
        for (int i = 0; i < call.asks().size(); i++) {
            verdicts.add(counters.verdict(call.asks().get(i), receipt.granted(call, i), clock));
        }
        return new Outcome(receipt.bookedAt(), verdicts);
    }

    private @Nullable Receipt receiptOf(UUID caller) {
        for (Receipt receipt : receipts) {
            if (receipt.caller().equals(caller)) {
                return receipt;
            }
        }
        return null;
    }

    private List<Receipt> receiptsWith(Receipt newest) {
        List<Receipt> kept = new ArrayList<>(receipts.size() + 1);
        for (Receipt receipt : receipts) {
            boolean old = receipt.bookedAt() < newest.bookedAt() - RECEIPT_MILLIS;
            if (!old && !receipt.caller().equals(newest.caller())) {
                kept.add(receipt);
            }
        }
        kept.add(newest);
        return kept.size() > MAX_CALLERS ? kept.subList(1, kept.size()) : kept;
    }
}
