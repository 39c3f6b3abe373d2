package io.penstock.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.bench.report.Target;
import io.penstock.bench.wire.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SoakTest {

    private static final long MILLI = 1_000_000;

    private static Span millis(long from, long to) {
        return new Span(from * MILLI, to * MILLI);
    }

    private static Reading reading(double minute, double heapMiB, int waits) {
        return new Reading(minute * 60, heapMiB, 200, 30, 120, waits, waits == 0 ? 0 : 60, 0, OptionalDouble.empty());
    }

    /** Half an hour in which the heap grows by so much a minute. */
    private static List<Reading> growing(double perMinute) {
        List<Reading> readings = new ArrayList<>();
        for (int minute = 1; minute <= 30; minute++) {
            // Up and down around the line: what a collection leaves differs a little.
            readings.add(reading(minute, 40 + perMinute * minute + (minute % 2 == 0 ? 0.1 : -0.1), 0));
        }
        return readings;
    }

    @Test
    void findsTheHeapsGrowthThroughItsUpsAndDowns() {
        assertEquals(60, Trend.heapPerHour(growing(1)).orElseThrow(), 0.5);
        assertEquals(0, Trend.heapPerHour(growing(0)).orElseThrow(), 0.5);
    }

    @Test
    void aTrendNeedsEnoughReadingsAndTime() {
        assertEquals(Optional.empty(), Trend.heapPerHour(growing(1).subList(0, Trend.FEWEST - 1)));
        assertEquals(Optional.empty(), Trend.heapPerHour(growing(1).subList(0, Trend.FEWEST)));
        assertTrue(Trend.heapPerHour(growing(1).subList(0, Trend.FEWEST + 1)).isPresent());
    }

    @Test
    void judgesTheLastTwoThirdsOnly() {
        List<Reading> readings = new ArrayList<>(growing(0));
        readings.set(2, reading(3, 400, 7));
        assertEquals(20, Reading.settled(readings).size());
        assertTrue(new SoakReport(readings, Map.of()).targets().stream().allMatch(Target::isMet));
    }

    @Test
    void aLeakAWaitAndAWrongAnswerMissTheirTargets() {
        List<Reading> readings = new ArrayList<>(growing(0.3));
        readings.set(25, reading(26, 45.2, 1));
        LoadResult.Times none = new LoadResult.Times(0, 0, 0, 0, 0, 0, 0);
        LoadResult wrong = new LoadResult(1, 10, 1, 0, 10, 0, 0, 0, 0, "answered 500", none, none, List.of());
        assertTrue(new SoakReport(readings, Map.of("plain", wrong))
                .targets().stream().noneMatch(Target::isMet));
    }

    @Test
    void aWaitIsTheNodesUnlessTheMachineStoodStillOrTheBenchmarkCollected() {
        Span wait = millis(100, 180);
        assertEquals(List.of(wait), Waits.ofNode(List.of(wait), List.of(), List.of()));
        assertEquals(List.of(wait), Waits.ofNode(List.of(wait), List.of(millis(90, 120)), List.of()));
        assertEquals(List.of(), Waits.ofNode(List.of(wait), List.of(millis(90, 140)), List.of()));
        assertEquals(List.of(), Waits.ofNode(List.of(wait), List.of(), List.of(millis(170, 300))));
    }

    @Test
    void countsStallsThatOverlapOnce() {
        Span wait = millis(0, 100);
        assertEquals(40 * MILLI, wait.nanosOutside(List.of(millis(20, 60), millis(10, 50), millis(90, 200))));
        assertEquals(100 * MILLI, wait.nanosOutside(List.of(millis(100, 200))));
        assertFalse(wait.overlaps(millis(100, 200)));
    }
}
