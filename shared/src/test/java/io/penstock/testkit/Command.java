package io.penstock.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code penstock} command in a JVM of its own, on the class path of the test. */
public final class Command {

    private static final String MAIN = "io.penstock.shared.cli.Penstock";
    private static final Path OWN_HOME = Path.of(System.getProperty("java.home"));

    /** What {@code bin/penstock} gives, and what lets many small JVMs start side by side. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "-Dhazelcast.io.selectionKeyWakeupEnabled=false",
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "-Xmx512m",
            "-Dpenstock.rehearsal=off",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    private final List<String> args;
    private final Map<String, String> environment = new HashMap<>();
    private Path javaHome = OWN_HOME;
    private Path directory = Path.of("").toAbsolutePath();
    private String main = MAIN;
    private @Nullable String input;

    private Command(List<String> args) {
        this.args = args;
    }

    public static Command of(String... args) {
        return new Command(List.of(args));
    }

    /** Another main class of the test's class path. */
    public Command main(String className) {
        main = className;
        return this;
    }

    /** Another JDK than the test's own. */
    public Command java(Path home) {
        javaHome = home;
        return this;
    }

    public Command in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    public Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What the process reads from its standard input, which then ends. */
    public Command reading(String text) {
        input = text;
        return this;
    }

    public NodeProcess start() {
        boolean archived = main.equals(MAIN) && javaHome.equals(OWN_HOME);
        return startWith(archived ? ClassArchive.options() : List.of(), ClassArchive.classPath());
    }

    /** @param options of the JVM, besides those that every command has */
    NodeProcess startWith(List<String> options, String classPath) {
        List<String> line = new ArrayList<>();
        line.add(javaHome.resolve("bin").resolve("java").toString());
        line.addAll(JVM_OPTIONS);
        line.addAll(options);
        line.add("-cp");
        line.add(classPath);
        line.add(main);
        line.addAll(args);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            long startedAt = System.nanoTime();
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                if (input != null) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            return new NodeProcess(process, startedAt, String.join(" ", args));
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + args, e);
        }
    }
}
