package io.penstock.bench.soak;

import java.util.Comparator;
import java.util.List;

/** A time from one {@link System#nanoTime} to another. */
record Span(long from, long to) {

    long nanos() {
        return to - from;
    }

    boolean overlaps(Span other) {
        return from < other.to && other.from < to;
    }

    /** What of it lies in none of the others, in nanoseconds; those may overlap each other. */
    long nanosOutside(List<Span> others) {
        long covered = 0;
        long reached = from;
        for (Span other : others.stream()
                .filter(this::overlaps)
                .sorted(Comparator.comparingLong(Span::from))
                .toList()) {
            long begin = Math.max(reached, other.from);
            long end = Math.min(to, other.to);
            covered += Math.max(0, end - begin);
            reached = Math.max(reached, end);
        }
        return nanos() - covered;
    }
}
