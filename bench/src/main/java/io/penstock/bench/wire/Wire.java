package io.penstock.bench.wire;

import io.penstock.bench.server.Contender;
import io.penstock.bench.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two tools of {@code bench/wire}, compiled: what asks, and what answers. */
public final class Wire {

    private static final long SAMPLED_MILLIS = 200;

    private final Path upstream;
    private final Path load;
    private final Path scratch;

    private Wire(Path upstream, Path load, Path scratch) {
        this.upstream = upstream;
        this.load = load;
        this.scratch = scratch;
    }

    /** @throws IllegalStateException if there is no C compiler, or it does not compile them */
    public static Wire compile(Path bench, Path scratch) {
        return new Wire(compile(bench, scratch, "upstream"), compile(bench, scratch, "load"), scratch);
    }

    private static Path compile(Path bench, Path scratch, String name) {
        Path program = scratch.resolve(name);
        String source = bench.resolve("wire").resolve(name + ".c").toString();
        try {
            Process cc = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (cc.waitFor() != 0) {
                throw new IllegalStateException("cc does not compile " + source + ":\n" + said);
            }
            return program;
        } catch (IOException e) {
            throw new IllegalStateException("there is no C compiler cc; on Debian: apt install gcc libc6-dev", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the scripted provider. */
    public Server upstream(int port) {
        return Server.start(
                new ProcessBuilder(upstream.toString(), String.valueOf(port)),
                scratch.resolve("upstream.log"),
                "upstream ready");
    }

    /**
     * Asks, and waits for the end.
     *
     * @throws IllegalStateException if an answer was not as it should be
     */
    public Sample run(Load asked, Contender contender, Option... options) {
        double before = contender.cpuSeconds();
        double mostResident = 0;
        try (RunningLoad running = start(asked, contender, options)) {
            while (!running.endsWithin(SAMPLED_MILLIS)) {
                mostResident = Math.max(mostResident, contender.residentMiB());
            }
            double cpu = contender.cpuSeconds() - before;
            LoadResult result = running.result();
            if (result.errors() > 0) {
                throw new IllegalStateException(asked.name() + " by " + contender.name() + ": " + result.errors()
                        + " of " + result.finished() + " answers are wrong, the first because: " + result.firstError());
            }
            return new Sample(result, cpu, mostResident);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins to ask. */
    public RunningLoad start(Load asked, Contender contender, Option... options) {
        List<Option> all = new ArrayList<>(List.of(options));
        if (asked.rate() > 0) {
            all.add(Option.rate(asked.rate()));
        }
        contender.headers().forEach(line -> all.add(Option.header(line)));
        try {
            Path body = Files.writeString(scratch.resolve(asked.name() + ".json"), asked.request());
            List<String> command = new ArrayList<>(List.of(load.toString()));
            all.forEach(option -> command.addAll(List.of(option.flag(), option.value())));
            command.addAll(List.of(
                    String.valueOf(contender.port()),
                    "/v1/chat/completions",
                    body.toString(),
                    String.valueOf(asked.connections()),
                    String.valueOf(asked.warmUp()),
                    String.valueOf(asked.seconds())));
            Process process = new ProcessBuilder(command)
                    .redirectError(scratch.resolve(asked.name() + ".log").toFile())
                    .start();
            return new RunningLoad(process, asked.name() + " by " + contender.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
