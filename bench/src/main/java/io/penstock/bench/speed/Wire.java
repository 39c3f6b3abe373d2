package io.penstock.bench.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The two tools of {@code bench/wire}, compiled: what asks, and what answers. */
final class Wire {

    private static final long SAMPLED_MILLIS = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path upstream;
    private final Path load;
    private final Path scratch;

    private Wire(Path upstream, Path load, Path scratch) {
        this.upstream = upstream;
        this.load = load;
        this.scratch = scratch;
    }

    /** @throws IllegalStateException if there is no C compiler, or it does not compile them */
    static Wire compile(Path bench, Path scratch) {
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
    Server upstream(int port) {
        return Server.start(
                new ProcessBuilder(upstream.toString(), String.valueOf(port)),
                scratch.resolve("upstream.log"),
                "upstream ready");
    }

    /** @throws IllegalStateException if an answer was not as it should be */
    Sample run(SpeedCase load, Contender contender) {
        return run(load, contender, 0);
    }

    /** @param most requests, after which it ends; 0 for no bound */
    Sample run(SpeedCase asked, Contender contender, long most) {
        try {
            Path body = scratch.resolve(asked.name() + ".json");
            Files.writeString(body, asked.request());
            List<String> command = new ArrayList<>(List.of(
                    load.toString(),
                    String.valueOf(contender.port()),
                    "/v1/chat/completions",
                    body.toString(),
                    String.valueOf(asked.connections()),
                    String.valueOf(asked.warmUp()),
                    String.valueOf(asked.seconds()),
                    String.valueOf(asked.rate()),
                    String.valueOf(most)));
            command.addAll(contender.headers());
            double before = contender.cpuSeconds();
            Process process = new ProcessBuilder(command)
                    .redirectError(scratch.resolve("load.log").toFile())
                    .start();
            double mostResident = 0;
            while (!process.waitFor(SAMPLED_MILLIS, TimeUnit.MILLISECONDS)) {
                mostResident = Math.max(mostResident, contender.residentMiB());
            }
            double cpu = contender.cpuSeconds() - before;
            LoadResult result = JSON.readValue(process.getInputStream(), LoadResult.class);
            if (result.errors() > 0 || (result.finished() == 0 && result.chunks() == 0)) {
                throw new IllegalStateException(asked.name() + " by " + contender.name() + ": " + result.errors()
                        + " of " + result.finished() + " answers are wrong, the first because: " + result.firstError());
            }
            return new Sample(result, cpu, mostResident);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
