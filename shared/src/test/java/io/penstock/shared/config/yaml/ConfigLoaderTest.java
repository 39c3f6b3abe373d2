package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.access.OnUnavailable;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.Hedge;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.TargetTimeouts;
import io.penstock.shared.config.model.Timeouts;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.node.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class ConfigLoaderTest {

    @TempDir
    Path directory;

    private Loading loading;

    @BeforeEach
    void createLoading() {
        loading = new Loading(directory);
    }

    @Test
    void leavesOutDefaults() {
        Config config = loading.load("auth: none");
        assertEquals(
                new Config(
                        NodeConfig.DEFAULT,
                        AuthMode.NONE,
                        HttpConfig.DEFAULT,
                        AdminConfig.DEFAULT,
                        null,
                        LimitsConfig.DEFAULT,
                        Map.of(
                                "echo",
                                ProviderConfig.of(ProviderType.ECHO, null, List.of()),
                                "ollama",
                                ProviderConfig.of(ProviderType.OLLAMA, null, List.of())),
                        true,
                        Map.of(),
                        List.of()),
                config);
    }

    @Test
    void takesEmptySectionsForDefaults() {
        assertEquals(
                loading.load("auth: none"),
                loading.load(
                        "auth: none\nnode:\nhttp:\nadmin: ~\ncluster:\nlimits: null\nproviders:\nmodels:\nkeys:\n"));
    }

    @Test
    void readsEveryKey() {
        Config config = loading.load("""
                node: { name: node-a, roles: [gateway], drainTimeout: 1h }
                http: { host: 0.0.0.0, port: 80, maxBody: 64KiB, readTimeout: 500ms, cors: { origins: ["*"] } }
                admin: { host: 10.0.0.1, port: 81 }
                cluster: { name: c, host: 10.0.0.1, port: 1, busPort: 2, members: [a, "b:3"], quorum: 1 }
                limits: { onUnavailable: local, lease: 5s, defaultMaxTokens: 7, total: { tokensPerDay: 8 } }
                providers:
                  gpt: { type: openai, baseUrl: "http://localhost:1/v1", apiKeys: [k, { key: l, weight: 2 }], workers: 3 }
                  echo: { type: echo, delay: 20ms }
                models:
                  gpt-4.1:
                    strategy: least-busy
                    targets:
                      - { provider: gpt }
                      - provider: echo
                        model: e
                        weight: 0
                        timeouts: { connect: 1ms, firstToken: 2ms, idle: 3ms, total: 4ms }
                        defaults: { temperature: 0.20, stop: [a] }
                        overrides: { logit_bias: null, top_p: 1 }
                    retries: 1
                    hedge: { after: 800ms }
                    timeouts: { connect: 1s, firstToken: 2s, idle: 3s, total: 1d }
                    limits: { requestsPerMinute: 1, tokensPerMinute: 2, requestsPerDay: 3, tokensPerDay: 4 }
                    perKey: { requestsPerMinute: 6 }
                keys:
                  - name: alice
                    hash: sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                    models: [gpt-*]
                    expires: 2027-06-30T00:00:00Z
                    limits: { concurrentRequests: 0 }
                    modelLimits: { "gpt-*": { requestsPerDay: 5 } }
                """);
        assertEquals(
                new LimitsConfig(
                        OnUnavailable.LOCAL,
                        Duration.ofSeconds(5),
                        7,
                        new Quota(null, null, null, 8L, null),
                        Quota.NONE),
                config.limits());
        assertEquals(new NodeConfig("node-a", Set.of(Role.GATEWAY), Duration.ofHours(1)), config.node());
        assertEquals(65536, config.http().maxBody());
        assertEquals(List.of("a:5701", "b:3"), config.cluster().members());
        assertEquals(
                new ModelConfig(
                        Strategy.LEAST_BUSY,
                        List.of(
                                new TargetConfig("gpt", "gpt-4.1", 1),
                                new TargetConfig(
                                        "echo",
                                        "e",
                                        0,
                                        new TargetTimeouts(
                                                Duration.ofMillis(1),
                                                Duration.ofMillis(2),
                                                Duration.ofMillis(3),
                                                Duration.ofMillis(4)),
                                        Map.of("temperature", "0.20", "stop", "[\"a\"]"),
                                        Map.of("logit_bias", "null", "top_p", "1"))),
                        1,
                        new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofDays(1)),
                        new Hedge(Duration.ofMillis(800), 0),
                        new Quota(1L, 2L, 3L, 4L, null),
                        new Quota(6L, null, null, null, null)),
                config.models().get("gpt-4.1"));
        assertEquals(
                List.of(new KeyConfig(
                        "alice",
                        KeyHash.of("abc"),
                        List.of("gpt-*"),
                        Instant.parse("2027-06-30T00:00:00Z"),
                        new Quota(null, null, null, null, 0L),
                        Map.of("gpt-*", new Quota(null, null, 5L, null, null)))),
                config.keys());
        assertEquals(3, config.providers().get("gpt").workers());
        List<ApiKeyConfig> keys = config.providers().get("gpt").apiKeys();
        assertEquals(List.of(1, 2), keys.stream().map(ApiKeyConfig::weight).toList());
        assertEquals("l", keys.get(1).key().reveal());
        assertEquals(Duration.ofMillis(20), config.providers().get("echo").delay());
    }

    @Test
    void aKeyThatSaysNothingOfLimitsHasThoseOfEveryKey() {
        String hash = ", hash: \"sha256:" + "a".repeat(63);
        Config config = loading.load("limits: { perKey: { requestsPerMinute: 9 } }\nkeys:\n- { name: a" + hash
                + "1\" }\n- { name: b" + hash + "2\", limits: { requestsPerDay: 1 } }\n- { name: c" + hash
                + "3\", limits: {} }");
        assertEquals(
                List.of(new Quota(9L, null, null, null, null), new Quota(null, null, 1L, null, null), Quota.NONE),
                config.keys().stream().map(KeyConfig::limits).toList());
    }

    @Test
    void substitutesInValuesOfEveryType() {
        Config config = loading.load("""
                auth: ${AUTH}
                node: { name: "${NODE:-}", roles: ["${ROLE}"], drainTimeout: "${DRAIN}" }
                http: { port: "${PORT}", maxBody: "${BODY:-1KiB}" }
                """, Map.of("AUTH", "none", "ROLE", "gateway", "DRAIN", "5s", "PORT", "0"));
        assertNull(config.node().name());
        assertEquals(Duration.ofSeconds(5), config.node().drainTimeout());
        assertEquals(0, config.http().port());
        assertEquals(1024, config.http().maxBody());
    }

    @Test
    void valueOfTheEnvironmentIsNeverYaml() {
        Config config = loading.load(
                "auth: none\nproviders: { echo: { type: echo } }\n"
                        + "models: { m: { targets: [ { provider: echo, model: \"${M}\" } ] } }",
                Map.of("M", "{ a: [b, *c] } # \"'"));
        assertEquals(
                "{ a: [b, *c] } # \"'",
                config.models().get("m").targets().get(0).model());
    }

    @Test
    void keyWhoseVariableIsUnsetOrEmptyIsAnUnsetSecret() {
        List<ApiKeyConfig> keys = loading.load(
                        "auth: none\nproviders: { o: { apiKeys: [\"${A}\", \"${B}\", \"${C}\", literal] } }",
                        Map.of("B", "", "C", "value"))
                .providers()
                .get("o")
                .apiKeys();
        assertEquals("A", keys.get(0).key().variable());
        assertEquals("B", keys.get(1).key().variable());
        assertFalse(keys.get(0).key().isSet() || keys.get(1).key().isSet());
        assertEquals("value", keys.get(2).key().reveal());
        assertEquals("literal", keys.get(3).key().reveal());
    }

    @Test
    void weighedKeyWhoseVariableIsUnsetOrEmptyIsAnUnsetSecretToo() {
        ProviderConfig provider = loading.load(
                        "auth: none\nproviders: { o: { apiKeys: [{ key: \"${A}\", weight: 2 }, { key: \"${B}\" }] } }",
                        Map.of("B", ""))
                .providers()
                .get("o");
        assertEquals(List.of("A", "B"), provider.unsetVariables());
        assertFalse(provider.isEnabled());
    }

    @Test
    void readsWhatModelsMayBeGivenByName() {
        ModelConfig model = loading.load(
                        "auth: none\nproviders: { e: { type: echo } }\nmodels: { m: { strategy: fastest,"
                                + " hedge: { after: \"${AFTER:-p95}\" }, targets: [ { provider: e, timeouts: { idle: 1s } },"
                                + " { provider: e, timeouts: , defaults: , overrides: {} } ] } }")
                .models()
                .get("m");
        assertEquals(Strategy.FASTEST, model.strategy());
        assertEquals(new Hedge(null, 95), model.hedge());
        assertEquals(
                new TargetTimeouts(null, null, Duration.ofSeconds(1), null),
                model.targets().get(0).timeouts());
        assertEquals(new TargetConfig("e", "m", 1), model.targets().get(1));
    }

    @Test
    void keyWithoutAListMayUseEveryModel() {
        String hash = KeyHash.of("k").toConfig();
        assertTrue(loading.load("keys: [ { name: a, hash: \"" + hash + "\" } ]")
                .keys()
                .get(0)
                .allows("openai/gpt-4o"));
        assertTrue(loading.error("keys: [ { name: a, hash: \"" + hash + "\", models: } ]")
                .contains("keys[0].models: must have at least one"));
    }

    @Test
    void aliasesStandForTheirAnchors() {
        Config config = loading.load("""
                auth: none
                providers: { echo: { type: echo } }
                models:
                  a: { targets: &t [ { provider: echo, model: x } ] }
                  b: { targets: *t }
                """);
        assertEquals(config.models().get("a"), config.models().get("b"));
    }

    @Test
    void checksWhatTheCommandLineMadeOfTheFile() {
        Overrides provider = new Overrides(Set.of(Role.PROVIDER), null, null, null, null, null);
        assertEquals(
                Set.of(Role.PROVIDER),
                loading.load("http: { host: 0.0.0.0 }", Map.of(), provider)
                        .node()
                        .roles());
    }

    @Test
    void theVersionIsThatOfTheBytesAsTheyStand() {
        byte[] text = "auth: none\n".getBytes(StandardCharsets.UTF_8);
        ConfigFile file = new ConfigFile(directory.resolve("x.yaml"), name -> null, Overrides.NONE);
        // printf 'auth: none\n' | sha256sum
        assertEquals("1caf80e68622", file.parse(text).version());
        assertNotEquals(
                file.parse(text).version(),
                file.parse("auth: none # \n".getBytes(StandardCharsets.UTF_8)).version());
        Config loaded = loading.load("auth: none\n");
        assertEquals(new Loaded(loaded, "1caf80e68622"), file.parse(file.bytes()));
    }

    @Test
    void twoReadingsOfOneSecretAreEqual() {
        String yaml = "auth: none\nproviders: { o: { apiKeys: [\"${A}\", \"${B}\"] } }";
        assertEquals(loading.load(yaml, Map.of("A", "x")), loading.load(yaml, Map.of("A", "x")));
        assertNotEquals(loading.load(yaml, Map.of("A", "x")), loading.load(yaml, Map.of("A", "y")));
        assertNotEquals(loading.load(yaml, Map.of("A", "x")), loading.load(yaml, Map.of()));
    }

    @Test
    void loadsHundredsOfProvidersAndModelsAtOnce() {
        StringBuilder yaml = new StringBuilder("auth: none\nproviders:\n");
        for (int i = 0; i < 300; i++) {
            yaml.append("  p")
                    .append(i)
                    .append(": { type: openai, apiKeys: [\"${K")
                    .append(i)
                    .append("}\"] }\n");
        }
        yaml.append("models:\n");
        for (int i = 0; i < 300; i++) {
            yaml.append("  m" + i + ":\n    targets:\n      - { provider: p" + i + ", model: x }\n");
        }
        // A second is ample on an idle machine; this is for what grows out of hand.
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(300, loading.load(yaml.toString()).models().size()));
    }
}
