package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.access.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ConfigErrorsTest {

    @TempDir
    Path directory;

    private Loading loading;

    @BeforeEach
    void createLoading() {
        loading = new Loading(directory);
    }

    @Test
    void targetOfAnUnknownProviderNamesLinePathAndNearest() {
        assertEquals(
                "x.yaml:9: models.fast-chat.targets[0].provider: 'opnai' is not a configured provider;"
                        + " did you mean 'openai'? configured: openai, echo",
                loading.error("""
                        auth: none
                        providers:
                          openai: { apiKeys: ["${K}"] }
                          echo: { type: echo }

                        models:
                          fast-chat:
                            targets:
                              - { provider: opnai, model: gpt-4o-mini }
                        """));
    }

    @Test
    void unknownKeyNamesNearestAndAllowed() {
        assertEquals(
                "x.yaml:3: http.prot: unknown key; did you mean 'port'?"
                        + " allowed: host, port, maxBody, readTimeout, cors, tls",
                loading.error("auth: none\nhttp:\n  prot: 1\n"));
        assertTrue(loading.error("modles:\n  a: {}\n")
                .startsWith("x.yaml:1: modles: unknown key; did you mean 'models'?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: { port: 70000 }              | http.port: '70000' must be 0 to 65535",
                "http: { port: many }               | http.port: 'many' is not a whole number",
                "http: { port: [1] }                | http.port: must be a single value",
                "http: { maxBody: 5MB }             | http.maxBody: '5MB' is not a size",
                "http: { readTimeout: 5 }           | http.readTimeout: '5' is not a duration",
                "http: { readTimeout: 0s }          | http.readTimeout: '0s' must be 1ms to 7d",
                "http: [a]                          | http: must be a section",
                "http: { cors: { origins: '*' } }   | http.cors.origins: must be a list",
                "http: { cors: { origins: [a/b] } } | http.cors.origins[0]: 'a/b' is not an origin",
                "http: { tls: { cert: no.pem } }    | http.tls.cert: 'no.pem' is not a file that can be read",
                "http: { host: 0.0.0.0 }            | http.host: '0.0.0.0' is not loopback",
                "admin: { port: 8080 }              | admin.port: '8080' is taken by http.port",
                "node: { roles: [gateway, gateway] }| node.roles[1]: 'gateway' is listed twice",
                "node: { roles: [] }                | node.roles: must have at least one",
                "node: { roles: [gatway] }          | did you mean 'gateway'?",
                "node: { name: a b }                | node.name: 'a b' is not a name",
                "limits: { onUnavailable: maybe }   | limits.onUnavailable: 'maybe' must be one of: refuse, local",
                "limits: { lease: 500ms }           | limits.lease: '500ms' must be 3s to 10m, in whole seconds",
                "limits: { lease: 1h }              | limits.lease: '1h' must be 3s to 10m, in whole seconds",
                "limits: { defaultMaxTokens: 0 }    | limits.defaultMaxTokens: '0' must be 1 to 2147483647",
                "limits: { total: { tokens: 1 } }   | limits.total.tokens: unknown key",
                "cluster: { kubernetes: { service: s } } | cluster: needs quorum with kubernetes",
                "cluster: { members: [a], port: 8080 } | cluster.port: '8080' is taken by http.port",
                "cluster: { members: [a], port: 7000, busPort: 7000 } | cluster.busPort: '7000' is taken by cluster.port",
                "providers: { Echo: { type: echo }, echo: { type: echo } } | providers.echo: differs from Echo in case only",
                "models: { m: { timeouts: { idle: 2s, total: 1s } } } | models.m.timeouts.idle: '2s' is longer than timeouts.total, 1000ms",
                "models: { m: { timeouts: { connect: 11m } } } | models.m.timeouts.connect: '11m' is longer than timeouts.total, 600000ms",
                "models: { m: { strategy: weighted, targets: [ { provider: e, weight: 0 } ] } } | models.m.targets: must have a target with a weight above 0",
                "cluster: { members: [] }           | cluster: needs members",
                "cluster: { members: [a], kubernetes: { service: s } } | cluster: has both members and kubernetes",
                "cluster: { members: [a], quorum: 2 } | cluster.quorum: '2' must be 1 to 1",
                "cluster: { members: [a, 'b:99999'] } | cluster.members[1]: 'b:99999' must have a port",
                "providers: { p: { type: opnai } }  | providers.p.type: 'opnai' is not a provider type; did you mean 'openai'? available: openai, echo, anthropic, gemini, bedrock, azure, cohere, deepseek, groq, mistral, xai, cerebras, perplexity, openrouter, together, fireworks, workers-ai, ollama, vllm, llamacpp, lmstudio",
                "providers: { p: { type: azure, apiKeys: [ k ] } } | providers.p.baseUrl: is missing; for azure it is the resource's endpoint, such as https://NAME.openai.azure.com",
                "providers: { p: { type: groq, region: eu-west-1 } } | providers.p.region: 'eu-west-1' is for type bedrock only",
                "providers: { p: { type: bedrock, apiKeys: [k] } } | providers.p.apiKeys: is not for type bedrock, which takes accessKeyId and secretAccessKey",
                "providers: { p: { type: bedrock, accessKeyId: k } } | providers.p.secretAccessKey: is missing; accessKeyId and secretAccessKey go together",
                "providers: { p: { type: echo, apiKeys: [x] } } | providers.p.apiKeys: is not for type echo",
                "providers: { p: { delay: 1s } }    | providers.p.delay: '1s' is for type echo only",
                "providers: { p: { baseUrl: 'ftp://a' } } | providers.p.baseUrl: 'ftp://a' must start with http",
                "providers: { p/q: { } }            | providers.p/q: is not a name",
                "models: { m: { targets: [] } }     | models.m.targets: must have at least one",
                "models: { m: }                     | models.m.targets: must have at least one",
                "models: { m: { targets: [ { model: x } ] } } | models.m.targets[0].provider: is missing",
                "models: { m: { retries: 11, targets: [ { provider: e } ] } } | models.m.retries: '11' must be 0 to 10",
                "models: { m: { limits: { requestsPerMinute: -1 } } } | models.m.limits.requestsPerMinute: '-1' must be 0",
                "models: { m: { targets: [ { provider: e, timeouts: { idle: 11m } } ] } } | models.m.targets[0].timeouts.idle: '11m' is longer than timeouts.total, 600000ms",
                "models: { m: { targets: [ { provider: e, timeouts: { total: 1s, connect: 2s } } ] } } | models.m.targets[0].timeouts.connect: '2s' is longer than timeouts.total, 1000ms",
                "models: { m: { timeouts: { total: 70s }, targets: [ { provider: e, timeouts: { total: 71s } } ] } } | models.m.targets[0].timeouts.total: '71s' is longer than timeouts.total, 70000ms",
                "models: { m: { targets: [ { provider: e, timeouts: { idle: 0s } } ] } } | models.m.targets[0].timeouts.idle: '0s' must be 1ms to 7d",
                "models: { m: { targets: [ { provider: e, timeouts: { read: 1s } } ] } } | models.m.targets[0].timeouts.read: unknown key",
                "models: { m: { targets: [ { provider: e, defaults: [a] } ] } } | models.m.targets[0].defaults: must be a section of keys",
                "models: { m: { targets: [ { provider: e, defaults: { seed: ~ } } ] } } | models.m.targets[0].defaults.seed: has no value; a null under overrides drops what clients send",
                "models: { m: { targets: [ { provider: e, defaults: { model: x } } ] } } | models.m.targets[0].defaults.model: 'x' cannot be given here: 'model' is the request's own",
                "models: { m: { targets: [ { provider: e, overrides: { stream: null } } ] } } | models.m.targets[0].overrides.stream: cannot be given here: 'stream' is the request's own",
                "models: { m: { targets: [ { provider: e, overrides: { messages: [] } } ] } } | models.m.targets[0].overrides.messages: cannot be given here",
                "models: { m: { targets: [ { provider: e, overrides: { 'a b': 1 } } ] } } | models.m.targets[0].overrides.a b: '1' is not a parameter's: 1 to 64 letters",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { after: p49 } } } | models.m.hedge.after: 'p49' must be a duration such as 800ms, or p50 to p99",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { after: soon } } } | models.m.hedge.after: 'soon' must be a duration such as 800ms, or p50 to p99",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { after: 800 } } } | models.m.hedge.after: '800' is not a duration",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { after: 11m } } } | models.m.hedge.after: '11m' is longer than timeouts.total",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { } } } | models.m.hedge.after: is missing",
                "models: { m: { targets: [ { provider: e }, { provider: e } ], hedge: { percentile: 95 } } } | models.m.hedge.percentile: unknown key; allowed: after",
                "models: { m: { targets: [ { provider: e } ], hedge: { after: p95 } } } | models.m.targets: has one target only; a hedge needs a second",
                "models: { m: { targets: [ { provider: e }, { provider: e, model: n } ], retries: 0, hedge: { after: p95 } } } | models.m.retries: '0' leaves no attempt for a hedge, which is one of them",
                "providers: { p: { apiKeys: [ { weight: 2 } ] } } | providers.p.apiKeys[0].key: is missing",
                "providers: { p: { apiKeys: [ { key: } ] } } | providers.p.apiKeys[0].key: is empty",
                "providers: { p: { apiKeys: [ ~ ] } } | providers.p.apiKeys[0]: is empty",
                "providers: { p: { apiKeys: [ { key: k, weight: 0 } ] } } | providers.p.apiKeys[0].weight: '0' must be 1 to 1000000",
                "providers: { p: { apiKeys: [ { kye: k } ] } } | providers.p.apiKeys[0]: unknown key; did you mean 'key'? allowed: key, weight",
                "keys: [ { hash: x } ]              | keys[0].name: is missing",
                "keys: [ { name: x } ]              | keys[0].hash: is missing"
            })
    void refuses(String yaml, String expected) {
        String error = loading.error("auth: none\n" + yaml.strip());
        assertTrue(error.startsWith("x.yaml:2: ") && error.contains(expected.strip()), error);
    }

    @Test
    void refusesToLockEverybodyOut() {
        assertTrue(loading.error("http: {}").startsWith("x.yaml: keys: must have at least one key"));
        assertTrue(loading.error("auth: null").startsWith("x.yaml: keys: must have at least one key"));
    }

    @Test
    void refusesTheSameKeyTwice() {
        String hash = KeyHash.of("k").toConfig();
        String same = "keys:\n- { name: a, hash: \"" + hash + "\" }\n- { name: %s, hash: \"%s\" }\n";
        assertEquals(
                "x.yaml:3: keys[1].name: 'a' is the name of keys[0] too",
                loading.error(same.formatted("a", KeyHash.of("l").toConfig())));
        assertEquals("x.yaml:3: keys[1].hash: is the hash of keys[0] too", loading.error(same.formatted("b", hash)));
    }

    @Test
    void refusesAKeyOfTheFileThatIsThereTwice() {
        assertEquals(
                "x.yaml:3: http.port: is there already, on line 2", loading.error("http:\n  port: 1\n  port: 2\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "~"})
    void refusesAnEmptyFile(String yaml) {
        assertTrue(loading.error(yaml).startsWith("x.yaml: is empty"));
    }

    @Test
    void namesTheLineOfASyntaxError() {
        assertTrue(loading.error("auth: none\nhttp: { port: 1\nadmin: {}\n").startsWith("x.yaml:3: not valid YAML"));
        assertTrue(loading.error("auth: none\n\thttp: 1\n").startsWith("x.yaml:2: not valid YAML"));
        assertTrue(loading.error("auth: none\na: \u0000\n").startsWith("x.yaml:2: not valid YAML"));
        assertTrue(loading.error("auth: none\n---\nauth: keys\n").contains("not valid YAML"));
        assertTrue(loading.error("just text").startsWith("x.yaml:1: must be a section"));
    }

    @Test
    void refusesFilesThatCannotBeRead() throws IOException {
        Path missing = directory.resolve("none.yaml");
        assertEquals(
                missing + ": no such file",
                assertThrows(ConfigException.class, () -> ConfigLoader.load(missing, name -> null))
                        .getMessage());
        assertEquals(
                directory + ": is a directory, not a file",
                assertThrows(ConfigException.class, () -> ConfigLoader.load(directory, name -> null))
                        .getMessage());
        Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertEquals(
                binary + ": is not UTF-8 text",
                assertThrows(ConfigException.class, () -> ConfigLoader.load(binary, name -> null))
                        .getMessage());
    }

    @Test
    void refusesAliasBombsAndDeepNesting() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertTrue(loading.error(bomb.toString()).contains("not valid YAML"));
        assertTrue(loading.error("a: " + "[".repeat(5000)).contains("not valid YAML"));
        assertTrue(loading.error("http: &h { cors: *h }").contains("http.cors.cors: unknown key"));
    }

    @Test
    void unsetVariableIsNamedWithItsPlace() {
        assertEquals(
                "x.yaml:1: http.port: the environment variable PORT is not set, and there is no default (${PORT:-default})",
                loading.error("http: { port: \"${PORT}\" }"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http: { port: \"${K}\" }",
                "auth: ${K}",
                "node: { name: \"${K}!\", roles: [\"${K}\"] }",
                "node: { name: \"${K} \" }",
                "http: { host: \"${K} \" }",
                "http: { readTimeout: \"${K}\" }",
                "http: { tls: { cert: \"${K}\" } }",
                "cluster: { members: [\"${K} \"] }",
                "providers: { p: { baseUrl: \"https://${K}@a/\" } }",
                "providers: { p: { baseUrl: \"ftp://${K}\" } }",
                "providers: { p: { type: \"${K}\" } }",
                "providers: { p: { apiKeys: [\"${K}\\n\"] } }",
                "providers: { p: { apiKeys: [\"sk-very secret\"] } }",
                "providers: { p: { apiKeys: sk-very-secret } }",
                "providers: { p: { apiKeys: { sk-very-secret } } }",
                "providers: { p: { apiKeys: [ { key: sk-very secret } ] } }",
                "providers: { p: { apiKeys: [ { key: very-secret very } ] } }",
                "providers: { p: { apiKeys: [ { key: \"${K} \" } ] } }",
                "providers: { p: { apiKeys: [ { key: [ very-secret ] } ] } }",
                "providers: { p: { apiKeys: [ { very-secret: } ] } }",
                "providers: { p: { apiKeys: [ { very: a, very: b } ] } }",
                "providers: { p: { apiKeys: [ [ very-secret ] ] } }",
                "providers: { p: { apiKeys: [ { key: k, weight: \"${K}\" } ] } }",
                "models: { m: { targets: [ { provider: \"${K}\", model: x } ] } }",
                "models: { m: { targets: [ { provider: x, defaults: { model: \"${K}\" } } ] } }",
                "keys: [ { name: a, hash: sk-very-secret } ]",
                "keys: [ { name: a, hash: \"${K}\" } ]",
                "keys: [ sk-very-secret ]",
                "keys: sk-very-secret",
                "http: { port: sk-very-secret }",
                "keys: [ { name: \"sk-very-secret }",
                "keys: sk-very-secret: x"
            })
    void neverRepeatsASecret(String yaml) {
        String error = loading.error(yaml, Map.of("K", "sk-very-secret"));
        assertFalse(error.contains("very"), error);
    }
}
