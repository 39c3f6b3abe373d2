package io.penstock.shared.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.check.KeyFinding;
import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.access.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                        fast-chat weighted 1. openai/gpt 3 600 requests/min enabled by A: B is not set
                         2. deepseek/ds 1 disabled: C is not set
                        openai/… openai enabled by A: B is not set
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
    void saysWhatIsBuiltInAndWhatWouldSwitchOnMore() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "auth: none");
        CommandRun run = CommandRun.with(Map.of("GROQ_API_KEY", "very-secret"), "check", "--config", file.toString());
        assertEquals(0, run.exitCode, run.err);
        String squeezed = run.out.replaceAll(" +", " ");
        assertTrue(squeezed.contains("""
                MODEL STRATEGY TARGET WEIGHT LIMITS PROVIDER
                echo/… echo enabled
                groq/… groq enabled by GROQ_API_KEY
                ollama/… ollama enabled while it runs at http://127.0.0.1:11434/v1

                Each of these would switch on one more provider: OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, \
                AWS_ACCESS_KEY_ID + AWS_SECRET_ACCESS_KEY + AWS_REGION, AZURE_OPENAI_API_KEY + AZURE_OPENAI_ENDPOINT, C"""), squeezed);
        assertFalse(run.out.contains("very-secret"), run.out);
    }

    @Test
    void liveSaysOfEachKeyWhetherItWorks() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), """
                auth: none
                providers:
                  echo: { type: echo }
                  many: { apiKeys: [ "${A}", "${B}", literal ] }
                  off: { type: groq }
                  far: { apiKeys: [ "${A}" ] }
                  local: { baseUrl: "http://127.0.0.1:1/v1" }
                """);
        Map<String, String> env = Map.of("A", "very-secret");
        ProviderCheck check = (config, timeout) -> List.of(
                new KeyFinding("many", 0, KeyFinding.Outcome.WORKS, ""),
                new KeyFinding("many", 2, KeyFinding.Outcome.REFUSED, "status 401: no\u001b[31m such\nkey"),
                new KeyFinding("far", 0, KeyFinding.Outcome.UNCLEAR, "status 500"),
                new KeyFinding("local", KeyFinding.NO_KEY, KeyFinding.Outcome.UNREACHABLE, "refused"));
        CommandRun run = CommandRun.checking(check, env, "check", "--live", "--config", file.toString());
        assertEquals(1, run.exitCode, run.err);
        String squeezed = run.out.replaceAll(" +", " ");
        assertTrue(squeezed.endsWith("""

                PROVIDER KEY FROM RESULT
                echo works: it has nothing to ask
                many apiKeys[0] A works
                many apiKeys[1] disabled: B is not set
                many apiKeys[2] refused: status 401: no [31m such key
                off disabled: GROQ_API_KEY is not set
                far apiKeys[0] A not clear: status 500
                local unreachable: refused
                """), squeezed);
        assertFalse(run.out.contains("very-secret") || run.out.contains("literal"), run.out);
    }

    @Test
    void liveIsWellWhereAllThatIsOnWorksAndOllamaMayBeAway() throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), "auth: none");
        ProviderCheck check = (config, timeout) -> List.of(
                new KeyFinding("groq", 0, KeyFinding.Outcome.WORKS, ""),
                new KeyFinding("ollama", KeyFinding.NO_KEY, KeyFinding.Outcome.UNREACHABLE, "connection refused"));
        CommandRun run =
                CommandRun.checking(check, Map.of("GROQ_API_KEY", "k"), "check", "--live", "--config", file.toString());
        assertEquals(0, run.exitCode, run.err);
        String squeezed = run.out.replaceAll(" +", " ");
        assertTrue(squeezed.contains("\ngroq apiKeys[0] GROQ_API_KEY works\nollama does not run here now\n"), squeezed);
    }

    @Test
    void liveNeedsTheProvidersSide() {
        Path file = CommandRun.HOME.resolve("conf").resolve("gateway-node.yaml");
        CommandRun gateway = CommandRun.of("check", "--live", "--config", file.toString());
        assertEquals(2, gateway.exitCode);
        assertTrue(gateway.err.contains("--live is for a node with the role provider"), gateway.err);
        CommandRun without = CommandRun.of("check", "--live", "--config", CommandRun.SHIPPED.toString());
        assertEquals(1, without.exitCode);
        assertTrue(without.err.contains("no jar for the role 'provider'"), without.err);
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
