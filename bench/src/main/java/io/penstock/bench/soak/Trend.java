package io.penstock.bench.soak;

import java.util.List;
import java.util.Optional;

/** How fast something grows. */
final class Trend {

    /** A line through fewer points, or over less time, says what chance says. */
    static final int FEWEST = 10;

    static final double SHORTEST_SECONDS = 600;

    private Trend() {}

    /**
     * The slope of the line of least squares through the heap after each collection.
     *
     * @param readings at least {@link #FEWEST}, over at least {@link #SHORTEST_SECONDS}; else there is none
     * @return MiB an hour
     */
    static Optional<Double> heapPerHour(List<Reading> readings) {
        if (readings.size() < FEWEST
                || readings.get(readings.size() - 1).seconds() - readings.get(0).seconds() < SHORTEST_SECONDS) {
            return Optional.empty();
        }
        double meanHours = readings.stream().mapToDouble(Trend::hours).average().orElseThrow();
        double meanHeap =
                readings.stream().mapToDouble(Reading::heapMiB).average().orElseThrow();
        double together = 0;
        double squares = 0;
        for (Reading reading : readings) {
            double hours = hours(reading) - meanHours;
            together += hours * (reading.heapMiB() - meanHeap);
            squares += hours * hours;
        }
        return Optional.of(together / squares);
    }

    private static double hours(Reading reading) {
        return reading.seconds() / 3600;
    }
}
