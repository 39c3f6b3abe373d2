package io.penstock.shared.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The processes of a local cluster. Each has a thread that copies its output line by line, under
 * its name. Standard input stays open, and with it the processes: they end when this one does.
 */
public final class NodeProcesses {

    private static final String READY = "penstock ready";

    private final Function<ClusterNode, List<String>> command;
    private final PrintWriter out;
    private final String readyLine;

    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> watchers = new ArrayList<>();
    private final Set<String> waitedFor = new HashSet<>();
    private boolean stopping;

    /**
     * @param command the program and arguments that run a node
     * @param readyLine printed once every node has said that it is ready
     */
    public NodeProcesses(Function<ClusterNode, List<String>> command, PrintWriter out, String readyLine) {
        this.command = command;
        this.out = out;
        this.readyLine = readyLine;
    }

    /** @throws IOException if the program cannot be started; what was started before goes on */
    public synchronized void start(List<ClusterNode> nodes) throws IOException {
        nodes.forEach(node -> waitedFor.add(node.name()));
        for (ClusterNode node : nodes) {
            if (!stopping) {
                start(node);
            }
        }
    }

    private void start(ClusterNode node) throws IOException {
        Process process = new ProcessBuilder(command.apply(node))
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        out.println(node.describe(process.pid()));
        out.flush();
        Thread watcher = new Thread(() -> watch(node, process), node.name());
        watchers.add(watcher);
        watcher.start();
    }

    /**
     * Blocks until all processes have ended.
     *
     * @return 0 if they were asked to, else 1
     */
    public int await() throws InterruptedException {
        for (Thread watcher : started()) {
            watcher.join();
        }
        synchronized (this) {
            return stopping ? 0 : 1;
        }
    }

    private synchronized List<Thread> started() {
        return List.copyOf(watchers);
    }

    /** Sends SIGTERM to all; a second time, nodes stop without draining. Returns at once. */
    public synchronized void stop() {
        stopping = true;
        // By their handles: Process.destroy would close their standard input too, a second request.
        processes.forEach(process -> process.toHandle().destroy());
    }

    /** Sends SIGHUP to all, which makes nodes read their configuration again. Returns at once. */
    public synchronized void reload() {
        List<String> command = new ArrayList<>(List.of("kill", "-HUP"));
        processes.stream().filter(Process::isAlive).forEach(each -> command.add(Long.toString(each.pid())));
        if (!stopping && command.size() > 2) {
            try {
                Process unused = new ProcessBuilder(command).inheritIO().start();
            } catch (IOException e) {
                out.println("cannot pass SIGHUP on: " + e.getMessage());
                out.flush();
            }
        }
    }

    /** The processes were asked to stop by somebody else. */
    public synchronized void stopping() {
        stopping = true;
    }

    private void watch(ClusterNode node, Process process) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                print(node, line);
            }
            ended(node, process.waitFor());
        } catch (IOException | InterruptedException e) {
            print(node, "output lost: " + e.getMessage());
        }
    }

    private synchronized void print(ClusterNode node, String line) {
        out.println("[" + node.name() + "] " + line);
        if (line.startsWith(READY) && waitedFor.remove(node.name()) && waitedFor.isEmpty()) {
            out.println(readyLine);
        }
        out.flush();
    }

    private synchronized void ended(ClusterNode node, int exitCode) {
        if (!stopping) {
            out.println(node.name() + " ended with exit code " + exitCode + "; the others go on");
            out.flush();
        }
    }
}
