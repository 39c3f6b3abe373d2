package io.penstock.shared.limit.system;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Subject;
import io.penstock.testkit.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The process of one {@link QuotaMember}, seen by the test. The end of the test's JVM kills it. Any thread. */
final class MemberProcess implements AutoCloseable {

    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final int TAIL = 40;
    private static final long ANSWER_SECONDS = 30;
    /** What {@code bin/penstock} gives, and what lets many small JVMs start side by side. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            // Else a connection that is accepted and never answered, as by a hung process, keeps one of
            // Hazelcast's output threads busy, and members that share it hear no more of each other
            // (hazelcast/hazelcast#26473).
            "-Dhazelcast.io.selectionKeyWakeupEnabled=false",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    private static final Set<MemberProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(MemberProcess::kill9)));
    }

    private final MemberSettings settings;
    private final Process process;
    private final Writer commands;
    private final Map<Integer, Consumer<JsonObject>> takers = new ConcurrentHashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final CompletableFuture<JsonObject> ready = new CompletableFuture<>();
    private final ArrayDeque<String> log = new ArrayDeque<>();

    private MemberProcess(MemberSettings settings, Process process) {
        this.settings = settings;
        this.process = process;
        this.commands = process.outputWriter();
        RUNNING.add(this);
        takers.put(0, ready::complete);
        read("answers of " + settings.host(), process.inputReader(), this::take);
        read("log of " + settings.host(), process.errorReader(), this::keep);
    }

    static MemberProcess start(MemberSettings settings) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM_OPTIONS);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), QuotaMember.class.getName()));
        line.add(JsonObject.mapFrom(settings).encode());
        try {
            return new MemberProcess(settings, new ProcessBuilder(line).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MemberSettings settings() {
        return settings;
    }

    void awaitReady() {
        Await.until(
                () -> "a member's start" + tail(),
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the member has ended" + tail());
                    }
                    return ready.isDone();
                },
                Duration.ofSeconds(60));
    }

    /** Each of so many clients asks once, all at the same time. */
    Asking flood(List<Subject> subjects, long tokens, int clients) {
        return ask(subjects, tokens, clients, 1, false);
    }

    /** So many clients ask one request after the other, until they are stopped. */
    Asking keepAsking(Subject subject, long tokens, int clients) {
        return ask(List.of(subject), tokens, clients, FOR_EVER, false);
    }

    /** As {@link #keepAsking}, of quotas that fall back to this member's share. */
    Asking keepAskingForShare(Subject subject, long tokens, int clients) {
        return ask(List.of(subject), tokens, clients, FOR_EVER, true);
    }

    /** Returns when every client has ended. */
    void stop(Asking asking) {
        var unused = answer(call("stop", new JsonObject().put("asking", asking.number())));
        Await.until(() -> "clients to end: " + asking + tail(), asking::isDone, Duration.ofSeconds(10));
    }

    /** Complete when the counters have it all. */
    CompletableFuture<?> settle(List<Integer> reservations, long tokens) {
        return call(
                "settle",
                new JsonObject()
                        .put("reservations", new JsonArray(reservations))
                        .put("tokens", tokens));
    }

    /** Units used. Fails while the counters cannot answer. */
    long used(Subject subject, LimitKind kind) {
        JsonObject answer = answer(call("read", new JsonObject().put("subjects", SubjectJson.write(List.of(subject)))));
        if (answer.containsKey("failure")) {
            throw new IllegalStateException(answer.getString("failure"));
        }
        return answer.getJsonObject("used").getLong(SubjectJson.place(subject, kind));
    }

    /** How many members this one knows, itself included. */
    int members() {
        return answer(call("members", new JsonObject())).getInteger("members");
    }

    /** Whether all backups are whole. */
    boolean isSafe() {
        return answer(call("safe", new JsonObject())).getBoolean("safe");
    }

    boolean owns(String subjectId) {
        return answer(call("owns", new JsonObject().put("id", subjectId))).getBoolean("owns");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill9() {
        process.destroyForcibly();
    }

    /** SIGSTOP. */
    void hang() {
        signal("STOP");
    }

    /** SIGCONT. */
    void wake() {
        signal("CONT");
    }

    @Override
    public String toString() {
        return settings.host();
    }

    /** The last lines of its log, for the message of a failure. */
    String tail() {
        synchronized (log) {
            return log.stream().collect(Collectors.joining("\n  ", "; last of " + settings.host() + ":\n  ", "\n"));
        }
    }

    @Override
    public void close() {
        kill9();
        RUNNING.remove(this);
        process.onExit().join();
    }

    private Asking ask(List<Subject> subjects, long tokens, int clients, int turns, boolean local) {
        Asking asking = new Asking(lastNumber.incrementAndGet());
        takers.put(asking.number(), asking::take);
        JsonObject command = new JsonObject()
                .put("subjects", SubjectJson.write(subjects))
                .put("tokens", tokens)
                .put("clients", clients)
                .put("turns", turns)
                .put("local", local);
        send(asking.number(), "ask", command);
        return asking;
    }

    private CompletableFuture<JsonObject> call(String name, JsonObject command) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        int number = lastNumber.incrementAndGet();
        takers.put(number, answer::complete);
        send(number, name, command);
        return answer;
    }

    private JsonObject answer(CompletableFuture<JsonObject> call) {
        try {
            return call.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer" + tail(), e);
        }
    }

    private void send(int number, String name, JsonObject command) {
        try {
            synchronized (commands) {
                commands.write(command.put("to", number).put("do", name).encode() + "\n");
                commands.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a command to a member that has ended" + tail(), e);
        }
    }

    private void take(String line) {
        JsonObject answer = new JsonObject(line);
        Consumer<JsonObject> taker = takers.get(answer.getInteger("to"));
        if (taker != null) {
            taker.accept(answer);
        }
    }

    private void keep(String line) {
        synchronized (log) {
            if (log.size() == TAIL) {
                log.remove();
            }
            log.add(line);
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void read(String name, BufferedReader lines, Consumer<String> taker) {
        Thread reader = new Thread(
                () -> {
                    try (lines) {
                        lines.lines().forEach(taker);
                    } catch (IOException | UncheckedIOException ended) {
                        // The process is gone; what it said is taken.
                    }
                },
                name);
        reader.setDaemon(true);
        reader.start();
    }
}
