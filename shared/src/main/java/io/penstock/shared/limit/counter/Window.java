package io.penstock.shared.limit.counter;

import java.util.Arrays;

/**
 * Units booked in a sliding window, summed by slot. Immutable; holds only slots with units in them.
 *
 * <p>At time {@code now}, in slot {@code s}, the units of slots {@code s - slots} to {@code s} count:
 * the window's full slots and the begun one, 61 for a minute. That no window of {@code slots ×
 * slotMillis} ever holds more than the limit follows: let {@code t} be the time of the last booking
 * in such a window. Whatever else is in it was booked at {@code t - slots × slotMillis} or later,
 * so in slot {@code s - slots} or later, so it was in the sum when the booking at {@code t} was
 * found to fit. The price is that a unit counts for up to one slot longer than the window.
 *
 * <p>Times are milliseconds of one clock that never runs backwards ({@link Counters} sees to that).
 */
final class Window {

    /** Longer than any limit's window: what a demand above the limit itself would have to wait. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final long[] NONE = {};

    private final WindowSize size;
    /** Slot numbers (time divided by slot length), ascending. */
    private final long[] slots;
    /** Units of each slot, all above 0. */
    private final long[] units;

    private Window(WindowSize size, long[] slots, long[] units) {
        this.size = size;
        this.slots = slots;
        this.units = units;
    }

    static Window empty(WindowSize size) {
        return new Window(size, NONE, NONE);
    }

    /** From what {@link #slots()} and {@link #units()} gave; takes both arrays over. */
    static Window of(WindowSize size, long[] slots, long[] units) {
        return new Window(size, slots, units);
    }

    long[] slots() {
        return slots.clone();
    }

    long[] units() {
        return units.clone();
    }

    boolean isEmpty() {
        return slots.length == 0;
    }

    long used(long now) {
        long sum = 0;
        for (int i = firstCounted(now); i < units.length; i++) {
            sum += units[i];
        }
        return sum;
    }

    /** Adds units to the slot of {@code now}, and forgets those that no longer count. */
    Window book(long now, long amount) {
        long slot = slot(now);
        int from = firstCounted(now);
        int kept = slots.length - from;
        boolean begun = kept > 0 && slots[slots.length - 1] == slot;
        int length = begun ? kept : kept + 1;
        long[] newSlots = Arrays.copyOfRange(slots, from, from + length);
        long[] newUnits = Arrays.copyOfRange(units, from, from + length);
        newSlots[length - 1] = slot;
        newUnits[length - 1] += amount;
        return new Window(size, newSlots, newUnits);
    }

    /** Takes units out of the slot in which they were booked; what is no longer there is not taken. */
    Window release(long bookedAt, long amount) {
        int i = Arrays.binarySearch(slots, slot(bookedAt));
        if (i < 0) {
            return this;
        }
        if (units[i] > amount) {
            long[] newUnits = units.clone();
            newUnits[i] -= amount;
            return new Window(size, slots, newUnits);
        }
        return new Window(size, without(slots, i), without(units, i));
    }

    /** Milliseconds until {@code amount} fits under {@code limit}: 0 if it does now, {@link #FOREVER} if never. */
    long millisUntilFits(long now, long amount, long limit) {
        if (amount > limit) {
            return FOREVER;
        }
        long excess = used(now) - (limit - amount);
        int i = firstCounted(now);
        long freeAt = now;
        while (excess > 0) {
            excess -= units[i];
            freeAt = leavesAt(slots[i]);
            i++;
        }
        return freeAt - now;
    }

    /** Milliseconds until nothing that is booked counts any more; 0 if nothing does now. */
    long millisUntilFree(long now) {
        return used(now) == 0 ? 0 : leavesAt(slots[slots.length - 1]) - now;
    }

    private long leavesAt(long slot) {
        return (slot + size.slots() + 1) * size.slotMillis();
    }

    private long slot(long millis) {
        return Math.floorDiv(millis, size.slotMillis());
    }

    private int firstCounted(long now) {
        long oldest = slot(now) - size.slots();
        int i = 0;
        while (i < slots.length && slots[i] < oldest) {
            i++;
        }
        return i;
    }

    private static long[] without(long[] values, int index) {
        long[] rest = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }
}
