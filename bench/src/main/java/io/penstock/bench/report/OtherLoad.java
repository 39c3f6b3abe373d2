package io.penstock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;

/** How much of the machine other programs took while the benchmark ran. */
public final class OtherLoad {

    /** Clock ticks since the machine's start: on any work, and in all. */
    private record Ticks(long busy, long all) {}

    private static final long NANOS_IN_TICK = 10_000_000;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    /** After these come guests, which are part of the first ones. */
    private static final int COUNTED = 8;

    private final Ticks begun;

    public OtherLoad() {
        begun = ticks();
    }

    /**
     * @param ownNanos CPU time of the benchmark's own processes since this was made
     * @return a fraction of all cores; empty where the system does not tell
     */
    public OptionalDouble since(long ownNanos) {
        Ticks now = ticks();
        double all = now.all - begun.all;
        double other = now.busy - begun.busy - (double) ownNanos / NANOS_IN_TICK;
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, other / all));
    }

    /** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal. */
    private static Ticks ticks() {
        try {
            String first = Files.readAllLines(Path.of("/proc/stat")).get(0);
            long[] ticks = Arrays.stream(first.split("\\s+"))
                    .skip(1)
                    .limit(COUNTED)
                    .mapToLong(Long::parseLong)
                    .toArray();
            long all = Arrays.stream(ticks).sum();
            return new Ticks(all - ticks[IDLE] - ticks[WAITING], all);
        } catch (IOException e) {
            return new Ticks(0, 0);
        }
    }
}
