package io.penstock.bench.micro;

import io.penstock.bench.report.Machine;
import io.penstock.bench.report.Table;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What the benchmark says, for a terminal and as Markdown. */
final class MicroReport {

    private static final String READING = """
            By JMH: one thread, %d processes for each row, %d iterations of %d ms in each, a heap of 256 MiB. The median is
            that of the iterations; ± is half of the mean's confidence interval of 99.9 %%, and wide where other programs
            took the cores. Allocated is what one operation leaves to the collector. Code that is measured alone is
            compiled for that alone and has the processor's caches to itself: in a node it is slower. Each row first
            checks in its process that what it measures gives the right result. An event, and a chunk with its event, have
            about 300 bytes. The stream normaliser's rows include the parser; "rewritten" is a chunk that tells the usage
            so far. "For its provider" puts in the provider's name of the model and asks for usage; "target's parameters"
            writes one over and leaves a default out.
            """;

    private static final int ONE_DECIMAL_BELOW = 100;

    private final Table table = new Table("operation", "per", "ns, median", "ns, mean", "± ns", "allocated, bytes");
    private final String machine;
    private final String reading;

    MicroReport(Map<Case, Figures> measured, Measurement.Plan plan, OptionalDouble otherLoad) {
        measured.forEach((which, figures) -> table.add(
                which.name(),
                which.per(),
                number(figures.median()),
                number(figures.mean()),
                number(figures.error()),
                number(figures.bytes())));
        machine = Machine.describe("%s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name")))
                + Machine.others(otherLoad);
        reading = READING.formatted(plan.forks(), plan.iterations(), plan.iterationMillis());
    }

    String text() {
        return machine + "\n" + table.text();
    }

    String markdown() {
        return machine + "\n" + table.markdown() + "\n" + reading;
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, value < ONE_DECIMAL_BELOW ? "%.1f" : "%,.0f", value);
    }
}
