package io.penstock.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running {@code penstock} process and its output. Closing it kills it with all its children, and
 * so does the end of the test's JVM. Any thread.
 */
public final class NodeProcess implements AutoCloseable {

    private static final int TAIL = 40;
    private static final Set<NodeProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(NodeProcess::kill9)));
    }

    private final Process process;
    private final long startedAt;
    private final String name;
    private final List<String> output = new ArrayList<>();
    private final Thread reader;
    private volatile long readyAt;
    private volatile @Nullable String readyLine;

    NodeProcess(Process process, long startedAt, String name) {
        this.process = process;
        this.startedAt = startedAt;
        this.name = name;
        RUNNING.add(this);
        reader = new Thread(this::readOutput, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the line that says so; fails at once where the process ends instead. */
    public NodeProcess awaitReady(Duration timeout) {
        Await.until(
                () -> "'" + name + "' to be ready" + tail(),
                () -> {
                    if (readyLine == null && !process.isAlive() && !reader.isAlive()) {
                        throw new ExitedEarly(this);
                    }
                    return readyLine != null;
                },
                timeout);
        return this;
    }

    /** From the start of the JVM to the line that starts with {@code penstock ready}. */
    public Duration startTime() {
        if (readyLine == null) {
            throw new IllegalStateException("not ready" + tail());
        }
        return Duration.ofNanos(readyAt - startedAt);
    }

    public @Nullable String readyLine() {
        return readyLine;
    }

    /** Waits for the process to end by itself; its exit code. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("'" + name + "' still runs after " + timeout.toMillis() + " ms" + tail());
            }
            reader.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        RUNNING.remove(this);
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The processes that this one has started and that still run. */
    public List<ProcessHandle> children() {
        return process.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGHUP. */
    public void hangUp() {
        try {
            int exit = new ProcessBuilder("kill", "-HUP", String.valueOf(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -HUP ended with " + exit + tail());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGKILL, for the children too. */
    public void kill9() {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Standard output and error so far. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Waits for a line of output that contains this text. */
    public void awaitOutput(String text, Duration timeout) {
        Await.until(() -> "'" + text + "' in the output" + tail(), () -> output().contains(text), timeout);
    }

    /** The last lines of output, for the message of a failure. */
    public String tail() {
        synchronized (output) {
            List<String> last = output.subList(Math.max(0, output.size() - TAIL), output.size());
            return "; last output of '" + name + "':\n  " + String.join("\n  ", last) + "\n";
        }
    }

    /** Resident memory in bytes (Linux). */
    public long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no VmRSS of process " + pid());
    }

    @Override
    public void close() {
        kill9();
        RUNNING.remove(this);
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (readyLine == null && line.startsWith("penstock ready")) {
                    readyAt = System.nanoTime();
                    readyLine = line;
                }
            }
        } catch (IOException closed) {
            // The process is gone; what it said is kept.
        }
    }

    private static final class ExitedEarly extends AssertionError {

        private static final long serialVersionUID = 1L;

        ExitedEarly(NodeProcess node) {
            super("'" + node.name + "' ended with " + node.process.exitValue() + " before it was ready" + node.tail());
        }
    }
}
