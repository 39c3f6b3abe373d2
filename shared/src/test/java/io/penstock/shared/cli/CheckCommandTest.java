package io.penstock.shared.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.access.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path directory;

    @Test
    void printsWhereModelsRunAndWhoMayCall() throws IOException {
        String hash = KeyHash.of("k").toConfig();
        Path file = Files.writeString(
                directory.resolve("x.yaml"), """
                providers:
                  openai: { apiKeys: ["${A}", "${B}"] }
                  deepseek: { apiKeys: ["${C}"] }
                models:
                  fast-chat:
                    strategy: weighted
                    targets: [ { provider: openai, model: gpt, weight: 3 }, { provider: deepseek, model: ds } ]
                    limits: { requestsPerMinute: 600 }
                keys:
                  - { name: alice, hash: "%s", expires: 2020-01-01T00:00:00Z }
                  - { name: bob, hash: "%s", models: [fast-chat, gpt-*], limits: { tokensPerDay: 5, concurrentRequests: 0 } }
                """.formatted(hash, KeyHash.of("l").toConfig()));
        CommandRun run = CommandRun.with(Map.of("A", "sk-very-secret"), "check", "--config", file.toString());
        assertEquals(0, run.exitCode, run.err);
        String squeezed = run.out.replaceAll(" +", " ");
        assertTrue(squeezed.contains("""
                        is valid: gateway and provider on 127.0.0.1:8080

                        MODEL STRATEGY TARGET WEIGHT LIMITS PROVIDER
                        fast-chat weighted 1. openai/gpt 3 600 requests/min enabled: B is not set
                         2. deepseek/ds 1 disabled: C is not set
                        openai/… openai enabled: B is not set
                        deepseek/… deepseek disabled: C is not set

                        KEY MODELS LIMITS EXPIRES
                        alice * none 2020-01-01T00:00:00Z (expired)
                        bob fast-chat, gpt-* 5 tokens/day, 0 at once never
                        """), squeezed);
        assertFalse(run.out.contains("very") || run.out.contains(hash.substring(7, 20)));
    }

    @Test
    void printsHedgesAndWhatTargetsHaveOfTheirOwn() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), """
                auth: none
                providers: { e: { type: echo } }
                models:
                  plain: { targets: [ { provider: e, model: a } ] }
                  fast:
                    strategy: fastest
                    hedge: { after: p95 }
                    targets:
                      - { provider: e, model: a }
                      - provider: e
                        model: b
                        timeouts: { connect: 1500ms, idle: 90s, total: 5m }
                        defaults: { temperature: 0.20, user: "${TEAM}" }
                        overrides: { logit_bias: null, stop: ["${TEAM}"], parallel_tool_calls: false }
                  slow: { hedge: { after: 2s }, targets: [ { provider: e }, { provider: e, timeouts: { total: 1s } } ] }
                """);
        CommandRun run = CommandRun.with(Map.of("TEAM", "very-secret"), "check", "--config", file.toString());
        assertEquals(0, run.exitCode, run.err);
        String squeezed = run.out.replaceAll(" +", " ");
        assertTrue(squeezed.contains("\nfast fastest, hedge after p95 1. e/a 1 none enabled\n"), squeezed);
        assertTrue(squeezed.contains("\nslow failover, hedge after 2s 1. e/slow 1 none enabled\n"), squeezed);
        assertTrue(squeezed.contains("""

                MODEL TARGET TIMEOUTS DEFAULTS OVERRIDES
                fast 2. e/b connect 1500ms, idle 90s, total 5m temperature 0.20, user logit_bias dropped, stop, parallel_tool_calls false
                slow 2. e/slow total 1s

                No keys"""), squeezed);
        assertFalse(run.out.contains("very-secret"), run.out);
    }

    @Test
    void refusesAParameterThatNoRequestMayHaveWhicheverCommandReadsIt() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.yaml"),
                "auth: none\nproviders: { e: { type: echo } }\n"
                        + "models: { m: { targets: [ { provider: e, overrides: { n: 0 } } ] } }");
        for (String command : new String[] {"check", "run", "cluster"}) {
            CommandRun run = CommandRun.of(command, "--config", file.toString());
            assertEquals(2, run.exitCode, command);
            assertTrue(
                    run.err.startsWith("penstock: " + file + ":3: models.m.targets[0].overrides.n: '0' is not"),
                    run.err);
        }
    }

    @Test
    void leavesItToProviderNodesWhetherAProviderIsEnabled() {
        Path file = CommandRun.HOME.resolve("conf").resolve("gateway-node.yaml");
        CommandRun run = CommandRun.of("check", "--config", file.toString());
        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.out.contains("gateway on 127.0.0.1:8080, in cluster penstock with quorum 2"), run.out);
        assertFalse(run.out.contains("abled"), run.out);
    }

    @Test
    void saysWhatIsWrongOnStandardErrorOnly() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "auth: none\nhttp: { prot: 1 }");
        CommandRun run = CommandRun.of("check", "--config", file.toString());
        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertTrue(run.err.startsWith("penstock: " + file + ":2: http.prot: unknown key"), run.err);
    }
}
