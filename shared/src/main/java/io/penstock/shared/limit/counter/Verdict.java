package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import java.util.Comparator;
import java.util.List;

/**
 * What became of an ask.
 *
 * @param granted how many of its demands, the first ones, are booked
 * @param readings one for each limit the ask is under
 */
public record Verdict(int granted, List<Reading> readings) {

    public Verdict {
        readings = List.copyOf(readings);
    }

    /** The standing right after the granted demand of this index, counted from 0. */
    public List<Standing> standings(Subject subject, Demand demand, int index) {
        int later = granted - 1 - index;
        return readings.stream()
                .map(reading -> standing(subject, reading, reading.used() - later * demand.of(reading.kind())))
                .toList();
    }

    /** What each of the refused demands is told. */
    public Admission.Refused refusal(Subject subject) {
        Reading fullest = readings.stream()
                .max(Comparator.comparingLong(Reading::waitMillis))
                .orElseThrow();
        long wait = fullest.waitMillis();
        return new Admission.Refused(
                subject,
                fullest.kind(),
                fullest.limit(),
                fullest.used(),
                wait == Window.FOREVER ? Admission.Refused.NEVER : wait,
                readings.stream()
                        .map(reading -> standing(subject, reading, reading.used()))
                        .toList());
    }

    private static Standing standing(Subject subject, Reading reading, long used) {
        long remaining = Math.max(0, reading.limit() - used);
        return new Standing(subject, reading.kind(), reading.limit(), remaining, reading.resetMillis());
    }
}
