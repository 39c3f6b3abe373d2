package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Counters;
import io.penstock.shared.limit.counter.Units;
import io.penstock.shared.limit.counter.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subject's counters, who holds its permits, and the last call of each caller: what is kept for it
 * in the shared map. Immutable.
 *
 * <p>A caller has one call on its way at a time, so its last receipt is enough to know a call that
 * arrives again (its owner died before it could answer), to answer it from memory, and to undo one
 * whose answer the caller never got. Callers are forgotten once nothing of theirs can be on its way.
 */
public final class QuotaState {

    public static final QuotaState EMPTY = new QuotaState(Counters.EMPTY, Holdings.NONE, List.of());

    /** How long a caller goes on with an adjustment that no call could deliver, before it lets the estimate stand. */
    public static final long ADJUSTABLE_MILLIS = 10 * 60_000;

    /** Far above the number of nodes: only to have a bound. */
    static final int MAX_CALLERS = 256;
    /** Nothing arrives again later than this: above {@link #ADJUSTABLE_MILLIS} by far. */
    private static final long RECEIPT_MILLIS = 2 * ADJUSTABLE_MILLIS;
    /** A state is forgotten by its owner's own clock, which may be this far ahead of the last owner's. */
    private static final long SKEW_MILLIS = RECEIPT_MILLIS;

    private static final long FOR_EVER = 0;

    private final Counters counters;
    private final Holdings holdings;
    /** Oldest first. */
    private final List<Receipt> receipts;

    QuotaState(Counters counters, Holdings holdings, List<Receipt> receipts) {
        this.counters = counters;
        this.holdings = holdings;
        this.receipts = List.copyOf(receipts);
    }

    /** @param state the same object as before where the call changes nothing, so that nothing need be stored */
    public record Step(QuotaState state, Outcome outcome) {}

    Counters counters() {
        return counters;
    }

    Holdings holdings() {
        return holdings;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    /** How long a state is of any use after it was stored, in milliseconds; 0 is for ever, while permits are out. */
    public long usefulMillis() {
        return holdings.isEmpty() ? counters.spanMillis() + SKEW_MILLIS : FOR_EVER;
    }

    public Step apply(Call call, Moment moment) {
        Receipt last = receiptOf(call.caller());
        if (last != null && call.sequence() <= last.sequence()) {
            return new Step(this, remembered(call, last, moment));
        }
        Counters corrected = corrected(call, last, moment.clock());
        Holdings others = holdings.ofOthers(call.caller(), moment);
        Counters next = corrected.withRunning(others.permits() + call.held());
        long now = next.now(moment.clock());
        List<Verdict> verdicts = new ArrayList<>(call.asks().size());
        List<Integer> granted = new ArrayList<>(call.asks().size());
        Units booked = Units.NONE;
        int permits = call.held();
        for (Ask ask : call.asks()) {
            Counters.Decision decision = next.decide(ask, moment.clock());
            next = decision.counters();
            int count = decision.verdict().granted();
            verdicts.add(decision.verdict());
            granted.add(count);
            booked = booked.plus(Units.of(ask.limits(), ask.demand()).times(count));
            permits += ask.limits().has(LimitKind.CONCURRENT_REQUESTS) ? count : 0;
        }
        Outcome outcome = new Outcome(now, verdicts);
        Holdings holders = others.plus(call.caller(), moment.caller(), permits);
        boolean grantsNone = granted.stream().allMatch(count -> count == 0);
        if (grantsNone && corrected == counters && holders.isSame(holdings) && !call.voidsEarlier()) {
            return new Step(this, outcome);
        }
        Receipt receipt = new Receipt(call.caller(), call.sequence(), lastAdjusted(call, last), now, booked, granted);
        return new Step(new QuotaState(next.withRunning(0), holders, receiptsWith(receipt)), outcome);
    }

    /** Without what a call booked whose answer was lost, and with the adjustments that have not been taken yet. */
    private Counters corrected(Call call, @Nullable Receipt last, long clock) {
        Counters next = counters;
        if (last != null && last.sequence() > call.acknowledged()) {
            next = next.change(last.bookedAt(), last.booked().negated(), clock);
        }
        for (Adjustment adjustment : call.adjustments()) {
            if (last == null || adjustment.ordinal() > last.adjusted()) {
                next = next.change(adjustment.bookedAt(), adjustment.by(), clock);
            }
        }
        return next;
    }

    private static long lastAdjusted(Call call, @Nullable Receipt last) {
        int count = call.adjustments().size();
        long newest = count == 0 ? 0 : call.adjustments().get(count - 1).ordinal();
        return last == null ? newest : Math.max(newest, last.adjusted());
    }

    private Outcome remembered(Call call, Receipt receipt, Moment moment) {
        Counters now =
                counters.withRunning(holdings.ofOthers(call.caller(), moment).permits() + permitsOf(call.caller()));
        List<Verdict> verdicts = new ArrayList<>(call.asks().size());
        for (int i = 0; i < call.asks().size(); i++) {
            verdicts.add(now.verdict(call.asks().get(i), receipt.granted(call, i), moment.clock()));
        }
        return new Outcome(receipt.bookedAt(), verdicts);
    }

    private long permitsOf(UUID caller) {
        return holdings.list().stream()
                .filter(holding -> holding.caller().equals(caller))
                .mapToLong(Holdings.Holding::permits)
                .sum();
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
