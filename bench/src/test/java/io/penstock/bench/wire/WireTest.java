package io.penstock.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.bench.server.Contender;
import io.penstock.bench.server.Server;
import io.penstock.shared.cli.process.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools against each other, with nothing in between; where there is a C compiler. */
class WireTest {

    private static final double SECONDS = 0.4;

    @TempDir
    private Path scratch;

    private Wire wire;
    private Server upstream;
    private Contender direct;

    @BeforeEach
    void start() {
        assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc"))));
        wire = Wire.compile(Path.of("").toAbsolutePath(), scratch);
        int port = new FreePorts().from(17_500);
        upstream = wire.upstream(port);
        direct = new Contender("direct", port, List.of(), List.of());
    }

    @AfterEach
    void stop() {
        if (upstream != null) {
            upstream.close();
        }
    }

    private static Load load(String model, double rate) {
        return new Load("test", "test", model, 2_000, 8, rate, 0, SECONDS);
    }

    @Test
    void tellsAnswersApartByTheirTime() {
        LoadResult result = wire.run(load("plain-500", 0), direct, Option.slots(SECONDS / 4, SECONDS * 2))
                .load();
        assertEquals(2, result.slots().size());
        assertEquals(SECONDS / 4, result.slots().get(0).until());
        assertTrue(result.slots().stream().allMatch(slot -> slot.latency().count() > 0), result.toString());
        assertEquals(
                result.finished(),
                result.slots().stream()
                        .mapToLong(slot -> slot.latency().count())
                        .sum());
    }

    @Test
    void leavesStreamsInTheirMidstAndComesBack() {
        LoadResult result = wire.run(load("paced-1000-1000", 0), direct, Option.leavingAfter(5))
                .load();
        assertTrue(result.finished() > 8, result.toString());
        assertTrue(result.chunks() >= 5 * result.finished(), result.toString());
        assertTrue(result.latency().p50() < SECONDS * 1e9 / 2, result.toString());
    }

    @Test
    void leavesOnScheduleToo() {
        LoadResult result = wire.run(load("paced-1000-1000", 50), direct, Option.leavingAfter(5))
                .load();
        assertEquals(50 * SECONDS, result.finished(), 3);
        assertEquals(0, result.late());
    }

    @Test
    void anotherStatusThanExpectedIsWrong() {
        LoadResult expected =
                wire.run(load("unknown", 100), direct, Option.expecting(404)).load();
        assertTrue(expected.finished() > 0);
        IllegalStateException wrong =
                assertThrows(IllegalStateException.class, () -> wire.run(load("unknown", 100), direct));
        assertTrue(String.valueOf(wrong.getMessage()).contains("404"), wrong.getMessage());
    }
}
