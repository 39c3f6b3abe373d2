package io.penstock.shared.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to start this program again, in another process: same Java, JVM options and class path. */
final class NodeCommand {

    private final @Nullable String setsid = setsid();

    /**
     * Whether such a process has a session of its own, so that Ctrl-C on the terminal reaches this
     * process alone. It would otherwise be a second request to stop, and end streams that drain.
     */
    boolean ownSession() {
        return setsid != null;
    }

    List<String> of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (setsid != null) {
            command.add(setsid);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                // Two processes cannot listen on one debugger port.
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Penstock.class.getName());
        command.addAll(arguments);
        return command;
    }

    /** util-linux has it, macOS has not. It replaces itself by the program, so that the process id is the node's. */
    private static @Nullable String setsid() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String directory : path.split(File.pathSeparator)) {
            Path candidate = Path.of(directory, "setsid");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return null;
    }
}
