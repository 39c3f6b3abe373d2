package io.penstock.bench.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.bench.report.Target;
import io.penstock.bench.speed.measure.Cases;
import io.penstock.bench.speed.measure.Fleet;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.speed.report.Chart;
import io.penstock.bench.speed.report.SpeedReport;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.LoadResult;
import io.penstock.bench.wire.Sample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeedBenchTest {

    private final Results results = new Results();

    /** A round in which so many requests were answered in a second. */
    private void round(String contender, long requests) {
        round(Cases.PLAIN_256, contender, requests);
    }

    private void round(Load asked, String contender, long requests) {
        LoadResult.Times times =
                new LoadResult.Times(requests, 1e6, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000);
        LoadResult load = new LoadResult(
                1,
                requests,
                0,
                0,
                requests,
                0,
                0,
                0,
                0,
                "",
                times,
                new LoadResult.Times(0, 0, 0, 0, 0, 0, 0),
                List.of());
        results.add(asked, contender, new Sample(load, 0.5, 100));
    }

    @Test
    void comparesWhatWasMeasuredInTheSameRound() {
        round("nginx", 100);
        round("penstock, one node", 50);
        round("nginx", 1000);
        round("penstock, one node", 700);
        round("nginx", 10);
        round("penstock, one node", 9);
        assertEquals(
                Optional.of(0.7),
                results.ratio(Cases.PLAIN_256, "penstock, one node", "nginx", Sample::requestsPerSecond));
        assertEquals(
                Optional.empty(),
                results.ratio(Cases.PLAIN_32, "penstock, one node", "nginx", Sample::requestsPerSecond));
    }

    @Test
    void sharesCpuTimeAmongRequests() {
        round("nginx", 100);
        assertEquals(
                5,
                results.spread(Cases.PLAIN_256, "nginx", Sample::cpuPerThousandRequests)
                        .orElseThrow()
                        .median());
    }

    @Test
    void aTargetThatWasNotMeasuredIsNotMet() {
        assertFalse(Target.atMost("x", 1, "", Optional.empty()).isMet());
        assertTrue(Target.atMost("x", 1, "", Optional.of(1.0)).isMet());
        assertFalse(Target.atLeast("x", 1, "", Optional.of(0.99)).isMet());
        assertEquals(
                "not measured", Target.atLeast("x", 1, "", Optional.empty()).verdict());
    }

    @Test
    void requestsAreOfTheirSizeAndSayWhatTheyWant() {
        for (Load load : Cases.ALL) {
            String request = load.request();
            assertTrue(Math.abs(request.length() - load.requestBytes()) < 300, () -> load.name() + request.length());
            assertEquals(load.isStream(), request.contains("\"stream\":true"));
        }
    }

    @Test
    void drawsEveryLoadThatNginxTookToo() {
        round("nginx", 100);
        round("penstock, one node", 50);
        String svg = Chart.svg(results);
        assertTrue(svg.contains("plain completions, 256 connections"), svg);
        assertTrue(svg.contains(">0.500<"), svg);
    }

    @Test
    void comparesALimitWithTheSameNodesWithoutOne() {
        assertEquals(Fleet.ONE_UNLIMITED, Fleet.unlimited(Fleet.ONE_LIMITED));
        assertEquals(Fleet.TWO_UNLIMITED, Fleet.unlimited(Fleet.TWO_COUNTED_HERE));
        round(Cases.LIMITS, Fleet.ONE_UNLIMITED, 100);
        round(Cases.LIMITS, Fleet.TWO_UNLIMITED, 80);
        round(Cases.LIMITS, Fleet.TWO_COUNTED_HERE, 64);
        round(Cases.LIMITS, Fleet.TWO_COUNTED_THERE, 72);
        SpeedReport report = new SpeedReport(results, Optional.empty());
        assertTrue(
                report.markdown()
                        .contains(
                                "counted by the gateway node: requests/s beside no limit | ≥ 0.850 × | 0.800 × | missed |"),
                report.markdown());
        assertTrue(
                report.markdown().contains("counted by the other node: requests/s | ≥ 0.750 × | 0.900 × | met |"),
                report.markdown());
    }
}
