package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A number of each kind that a window counts, negative ones included. Immutable. */
public final class Units {

    public static final Units NONE = new Units(new long[LimitKind.values().length]);

    private static final LimitKind[] KINDS = LimitKind.values();

    /** By ordinal. */
    private final long[] of;

    private Units(long[] of) {
        this.of = of;
    }

    /** What a demand books under these limits. */
    public static Units of(Limits limits, Demand demand) {
        long[] of = new long[KINDS.length];
        for (LimitKind kind : KINDS) {
            of[kind.ordinal()] = limits.has(kind) && WindowSize.isOf(kind) ? demand.of(kind) : 0;
        }
        return new Units(of);
    }

    /** So many tokens under these limits, and nothing else. */
    public static Units ofTokens(Limits limits, long tokens) {
        long[] of = new long[KINDS.length];
        for (LimitKind kind : KINDS) {
            of[kind.ordinal()] = limits.has(kind) && kind.countsTokens() ? tokens : 0;
        }
        return new Units(of);
    }

    /** @param of by the kinds' ordinals; taken over */
    static Units ofOrdinals(long[] of) {
        return new Units(of);
    }

    public long of(LimitKind kind) {
        return of[kind.ordinal()];
    }

    public Units plus(Units other) {
        long[] sum = of.clone();
        Arrays.setAll(sum, i -> sum[i] + other.of[i]);
        return new Units(sum);
    }

    public Units times(int factor) {
        long[] product = of.clone();
        Arrays.setAll(product, i -> product[i] * factor);
        return new Units(product);
    }

    public Units negated() {
        return times(-1);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Units units && Arrays.equals(of, units.of);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(of);
    }

    @Override
    public String toString() {
        return Arrays.toString(of);
    }
}
