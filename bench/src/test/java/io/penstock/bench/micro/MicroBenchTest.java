package io.penstock.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroBenchTest {

    private static final Measurement.Plan SHORT = new Measurement.Plan(0, 0, 1, 1);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(log, true);

    /** Another benchmark on this machine, which a lock of JMH's would wait for, disturbs no test. */
    @BeforeAll
    static void runBesideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyCaseRunsAndIsReported() throws RunnerException {
        Measurement measurement = new Measurement(SHORT, out);
        Map<Case, Figures> measured = new LinkedHashMap<>();
        for (Case each : Cases.ALL) {
            Figures figures = measurement.of(each);
            assertTrue(figures.median() > 0, () -> each + " " + figures);
            measured.put(each, figures);
        }
        List<String> rows = new MicroReport(measured, SHORT, OptionalDouble.empty())
                .markdown()
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
        assertEquals(1 + Cases.ALL.size(), rows.size());
        assertTrue(rows.get(1).startsWith("| SSE parser, reads of 16 KiB | event | "), rows.get(1));
    }

    @Test
    void everyBenchmarkIsACase() {
        Set<String> cases = new TreeSet<>();
        Cases.ALL.forEach(each -> cases.add(each.benchmark()));
        Set<String> benchmarks = new TreeSet<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(out, VerboseMode.SILENT), List.of())) {
            benchmarks.add(entry.getUsername());
        }
        assertEquals(benchmarks, cases);
        assertEquals(Cases.ALL.size(), cases.size());
    }

    @Test
    void anUnknownBenchmarkFailsTheRun() {
        Measurement measurement = new Measurement(SHORT, out);
        assertThrows(
                RunnerException.class, () -> measurement.of(new Case("none", "thing", "SseParserBench", "wholeRead")));
    }
}
