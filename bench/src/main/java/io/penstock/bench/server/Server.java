package io.penstock.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process under test, with its children. */
public final class Server implements AutoCloseable {

    private static final double TICKS_PER_SECOND = 100;
    private static final long STOP_SECONDS = 10;

    private final Process process;

    private Server(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and waits until it says that it is ready.
     *
     * @param ready how the line begins; empty for a program that says nothing
     * @throws IllegalStateException if it ends before
     */
    public static Server start(ProcessBuilder command, Path log, String ready) {
        try {
            Process process = command.redirectError(log.toFile()).start();
            Server server = new Server(process);
            if (!ready.isEmpty()) {
                server.await(ready, log);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String ready, Path log) throws IOException {
        BufferedReader out = process.inputReader();
        String line;
        do {
            line = out.readLine();
            if (line == null) {
                throw new IllegalStateException(process.info().command().orElse("a process") + " has ended; it said:\n"
                        + Files.readString(log));
            }
        } while (!line.startsWith(ready));
        // What else it says is not read, and it must not wait for a reader.
        Thread drain = new Thread(() -> out.lines().forEach(rest -> {}), "output");
        drain.setDaemon(true);
        drain.start();
    }

    public long pid() {
        return process.pid();
    }

    /** CPU time of the process and its children so far, in seconds. */
    public double cpuSeconds() {
        return all().mapToDouble(Server::cpuSeconds).sum();
    }

    /** proc_pid_stat(5): utime and stime, behind the name, which may have spaces. */
    private static double cpuSeconds(ProcessHandle handle) {
        try {
            String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Resident memory of the process and its children, in MiB. */
    public double residentMiB() {
        return all().mapToLong(Server::residentKiB).sum() / 1024.0;
    }

    private static long residentKiB(ProcessHandle handle) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + handle.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        List<ProcessHandle> all = all().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
