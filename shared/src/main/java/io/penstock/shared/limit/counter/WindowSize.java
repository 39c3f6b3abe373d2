package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.LimitKind;

/**
 * A sliding window and the slots it is counted in.
 *
 * @param slotMillis length of a slot
 * @param slots full slots that make up the window
 */
public record WindowSize(long slotMillis, int slots) {

    private static final WindowSize MINUTE = new WindowSize(1_000, 60);
    private static final WindowSize DAY = new WindowSize(15 * 60_000, 96);

    /** @throws IllegalArgumentException for a kind without a window */
    public static WindowSize of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE -> MINUTE;
            case REQUESTS_PER_DAY, TOKENS_PER_DAY -> DAY;
            case CONCURRENT_REQUESTS -> throw new IllegalArgumentException(kind + " has no window");
        };
    }

    /** Whether this kind is counted in a window. */
    public static boolean isOf(LimitKind kind) {
        return kind != LimitKind.CONCURRENT_REQUESTS;
    }

    /** How long after its booking a unit has left the window for certain: the window and one slot. */
    public long spanMillis() {
        return (slots + 1) * slotMillis;
    }
}
