package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
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

    /** Without what was booked for this many of the ask's demands. */
    public List<Standing> standings(Subject subject, Demand demand, int uncounted) {
        return readings.stream()
                .map(reading -> reading.standing(subject, uncounted * demand.of(reading.kind())))
                .toList();
    }
}
