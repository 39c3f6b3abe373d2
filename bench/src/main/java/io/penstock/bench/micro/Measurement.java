package io.penstock.bench.micro;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs cases by JMH, with this process's options for the JVM. */
final class Measurement {

    /**
     * How long each case is measured.
     *
     * @param forks processes, one after the other; 0 for this one
     * @param warmUps iterations of each process that do not count
     * @param iterations of each process that do
     */
    record Plan(int forks, int warmUps, int iterations, int iterationMillis) {}

    /** Small and whole from the start: else the collector moves on through fresh memory, which costs more than the code. */
    private static final String[] HEAP = {"-Xms256m", "-Xmx256m"};

    private final Plan plan;
    private final OutputFormat log;

    /** @param log for what JMH says */
    Measurement(Plan plan, PrintStream log) {
        this.plan = plan;
        this.log = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
    }

    /** @throws RunnerException if there is no such benchmark, or it failed */
    Figures of(Case which) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(plan.iterationMillis());
        Options options = new OptionsBuilder()
                .include(which.pattern())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(1)
                .forks(plan.forks())
                .jvmArgsPrepend(HEAP)
                .warmupForks(0)
                .warmupIterations(plan.warmUps())
                .warmupTime(time)
                .measurementIterations(plan.iterations())
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        RunResult result = new Runner(options, log).runSingle();
        Result<?> nanos = result.getPrimaryResult();
        Result<?> bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
        return new Figures(
                nanos.getStatistics().getPercentile(50), nanos.getScore(), nanos.getScoreError(), bytes.getScore());
    }
}
