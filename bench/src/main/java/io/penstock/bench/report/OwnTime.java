package io.penstock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The CPU time of the benchmark's own processes. */
public final class OwnTime {

    private static final long NANOS_IN_TICK = 10_000_000;
    /** proc_pid_stat(5), behind the name: utime, stime, and those of children that have ended. */
    private static final int FIRST = 11;

    private static final int BEHIND_LAST = 15;

    private OwnTime() {}

    /** That of this process and all that it started, in nanoseconds; 0 where the system does not tell. */
    public static long nanos() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                        .mapToLong(OwnTime::ticks)
                        .sum()
                * NANOS_IN_TICK;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, FIRST, BEHIND_LAST)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
