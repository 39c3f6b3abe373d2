package io.penstock.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many files a process may have open here: a connection is one. */
public final class OpenFiles {

    /** A node's jars, logs and sockets beside its clients' and providers': 102 were counted, without a cluster. */
    private static final long OWN = 300;

    private OpenFiles() {}

    /** As many streams as one node can have, each with a connection to its client and one to the provider. */
    public static int mostStreams() {
        return mostStreams(limit());
    }

    static int mostStreams(long limit) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (limit - OWN) / 2));
    }

    /** The hard one, proc_pid_limits(5): a JVM raises its own to it. */
    private static long limit() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.trim().split("\\s+"))
                    .map(fields -> fields[4].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(fields[4]))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
