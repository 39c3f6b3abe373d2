package io.penstock.shared.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenstockTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "cluster", "check", "key", "key new", "key hash"})
    void everyCommandHasHelpAndVersion(String command) {
        String[] help = (command + " --help").strip().split(" ");
        CommandRun helped = CommandRun.of(help);
        assertEquals(0, helped.exitCode);
        assertTrue(helped.out.startsWith(("Usage: penstock " + command).strip()), helped.out);
        assertFalse(helped.out.contains("stdin-eof"));
        CommandRun version = CommandRun.of((command + " --version").strip().split(" "));
        assertEquals(0, version.exitCode);
        assertTrue(version.out.matches("penstock \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\R"), version.out);
    }

    @Test
    void withoutACommandRunsTheShippedConfiguration() {
        CommandRun run = CommandRun.of();
        assertEquals(0, run.exitCode);
        assertEquals(8080, run.nodes.get(0).http().port());
        assertEquals(List.of(false), run.stopsOnEndOfInput);
    }

    @Test
    void runLetsFlagsWinOverTheFile() {
        CommandRun run = CommandRun.of(
                "run",
                "--roles",
                "gateway",
                "--node",
                "g",
                "--http-port",
                "0",
                "--admin-port=1",
                "--cluster-port=2",
                "--cluster-members",
                "127.0.0.1:2,127.0.0.1:3",
                "--exit-on-stdin-eof");
        Config config = run.nodes.get(0);
        assertEquals(Set.of(Role.GATEWAY), config.node().roles());
        assertEquals("g", config.node().name());
        assertEquals(0, config.http().port());
        assertEquals(1, config.admin().port());
        assertEquals(
                new ClusterConfig("penstock", "127.0.0.1", 2, 0, List.of("127.0.0.1:2", "127.0.0.1:3"), null, null),
                config.cluster());
        assertEquals(List.of(true), run.stopsOnEndOfInput);
    }

    @Test
    void runJudgesTheFileAsTheFlagsLeaveIt() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "http: { host: 0.0.0.0 }");
        assertEquals(2, CommandRun.of("run", "--config", file.toString()).exitCode);
        assertEquals(0, CommandRun.of("run", "--config", file.toString(), "--roles", "provider").exitCode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rum",
                "--nope",
                "run --http-port 65536",
                "run --http-port x",
                "run --roles gateway,gateway",
                "run --roles nobody",
                "run extra",
                "run --config /does/not/exist.yaml",
                "check --config /does/not/exist.yaml",
                "cluster --config /does/not/exist.yaml",
                "cluster --gateways 0",
                "run --cluster-port 0",
                "run --cluster-members a:b",
                "key",
                "key old",
                "key new --name="
            })
    void mistakeOfTheUserEndsWithTwoAndALineOrTwo(String line) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertTrue(run.err.startsWith("penstock: "), run.err);
        assertTrue(run.err.lines().count() <= 3, run.err);
        assertFalse(run.err.contains("\tat ") || run.err.contains("Exception"), run.err);
        assertTrue(run.nodes.isEmpty());
    }
}
