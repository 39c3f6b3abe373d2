package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.shared.config.Config;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors, the records and the shipped files say the same. */
@NullUnmarked
class SchemaTest {

    private static final Path CONF = Path.of(System.getProperty("basedir", "."), "..", "conf");

    private static final String EXAMPLE = """
            node:   { name: node-a, roles: [gateway, provider], drainTimeout: 30s }
            auth:   keys
            http:   { host: 127.0.0.1, port: 8080, maxBody: 32MiB, readTimeout: 30s,
                      cors: { origins: ["*"] },
                      tls: { cert: server.pem, key: server.key } }
            admin:  { host: 127.0.0.1, port: 9090 }
            cluster:
              name: penstock
              host: 127.0.0.1
              port: 5701
              members: ["127.0.0.1:5701", "127.0.0.1:5702"]
              quorum: 2
            limits: { onUnavailable: refuse, lease: 10s }
            providers:
              openai:    { type: openai,    baseUrl: https://api.openai.com/v1, apiKeys: ["${OPENAI_API_KEY}"] }
              deepseek:  { type: openai,    baseUrl: https://api.deepseek.com/v1, apiKeys: ["${DEEPSEEK_API_KEY}"] }
              echo:      { type: echo }
            models:
              gpt-4o-mini:
                targets: [ { provider: openai, model: gpt-4o-mini } ]
              fast-chat:
                strategy: failover
                targets:
                  - { provider: openai, model: gpt-4o-mini, weight: 3 }
                  - { provider: deepseek, model: deepseek-chat, weight: 1 }
                retries: 2
                timeouts: { connect: 2s, firstToken: 30s, idle: 60s, total: 10m }
                limits: { requestsPerMinute: 600 }
            keys:
              - { name: alice, hash: "sha256:HASH", models: ["*"], expires: 2027-06-30T00:00:00Z,
                  limits: { requestsPerMinute: 60, tokensPerMinute: 100000, concurrentRequests: 10 } }
            """.replace("HASH", "a".repeat(64));

    private static JsonNode document;
    private static Schema schema;

    @TempDir
    Path directory;

    @BeforeAll
    static void readSchema() throws IOException {
        document =
                new ObjectMapper().readTree(CONF.resolve("penstock.schema.json").toFile());
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document);
    }

    @Test
    void hasTheRecordsAndTheirComponentsNoMoreNoLess() {
        Map<String, Set<String>> expected = new HashMap<>();
        collect(Config.class, expected);
        // That the file has no providers is in no file.
        expected.get("Config").remove("builtIn");
        // Its one key is a duration or a percentile, which the record keeps apart.
        expected.put("Hedge", Set.of("after"));
        Map<String, Set<String>> actual = new HashMap<>();
        actual.put("Config", names(document.get("properties")));
        document.get("$defs").properties().forEach(def -> {
            if (def.getValue().has("properties")) {
                assertFalse(def.getValue().get("additionalProperties").asBoolean(true), def.getKey());
                actual.put(def.getKey(), names(def.getValue().get("properties")));
            }
        });
        assertEquals(expected, actual);
    }

    @Test
    void acceptsTheReferenceExampleAndSoDoesTheLoader() throws IOException {
        assertEquals(List.of(), validate(EXAMPLE));
        Files.writeString(directory.resolve("server.pem"), "");
        Files.writeString(directory.resolve("server.key"), "");
        Config config = new Loading(directory).load(EXAMPLE);
        assertEquals(Set.of("gpt-4o-mini", "fast-chat"), config.models().keySet());
        assertEquals(3, config.models().get("fast-chat").targets().get(0).weight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock.yaml", "gateway-node.yaml", "provider-node.yaml"})
    void shippedFilesAreValidAndLoadWithoutAnyVariable(String name) throws IOException {
        String yaml = Files.readString(CONF.resolve(name));
        assertTrue(yaml.startsWith("# yaml-language-server: $schema=penstock.schema.json\n"));
        assertEquals(List.of(), validate(yaml));
        Config config = ConfigLoader.load(CONF.resolve(name), variable -> null);
        assertNotNull(config.providers().get("echo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modles: {}",
                "http: { prot: 1 }",
                "http: { port: 70000 }",
                "http: { readTimeout: 5 }",
                "http: { maxBody: 5MB }",
                "auth: maybe",
                "providers: { p: { key: x } }",
                "providers: { p/q: {} }",
                "models: { m: {} }",
                "models: { m: { targets: [ { provider: p, wieght: 1 } ] } }",
                "models: { m: { strategy: fast, targets: [ { provider: p } ] } }",
                "models: { m: { hedge: { after: p100 }, targets: [ { provider: p }, { provider: q } ] } }",
                "models: { m: { hedge: { percentile: 95 }, targets: [ { provider: p }, { provider: q } ] } }",
                "models: { m: { targets: [ { provider: p, timeouts: { read: 1s } } ] } }",
                "models: { m: { targets: [ { provider: p, defaults: { seed: } } ] } }",
                "models: { m: { targets: [ { provider: p, defaults: { messages: [] } } ] } }",
                "models: { m: { targets: [ { provider: p, overrides: { stream: true } } ] } }",
                "models: { m: { targets: [ { provider: p, overrides: { \"a b\": true } } ] } }",
                "providers: { p: { apiKeys: [ { weight: 1 } ] } }",
                "providers: { p: { apiKeys: [ { key: k, weight: 0 } ] } }",
                "keys: [ { name: a, hash: x } ]"
            })
    void refusesWhatTheLoaderRefuses(String yaml) {
        assertFalse(validate(yaml).isEmpty());
        assertTrue(new Loading(directory).error(yaml).startsWith("x.yaml:1: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http: { port: \"${PORT:-1}\", maxBody: \"${BODY}\", readTimeout: \"${T}s\" }",
                "auth: ${AUTH}",
                "providers: { p: { apiKeys: [ \"${A}\", { key: \"${B}\", weight: 3 } ] } }",
                "models: { m: { strategy: fastest, hedge: { after: p95 }, targets: [ { provider: p, timeouts: { idle: 1s },"
                        + " defaults: { temperature: 0.2, stop: [a] }, overrides: { logit_bias: null, x: { y: 1 } } } ] } }",
                "http:\ncluster:\nmodels:\n"
            })
    void acceptsVariablesAndEmptySections(String yaml) {
        assertEquals(List.of(), validate(yaml));
    }

    private static List<Error> validate(String yaml) {
        return schema.validate(yaml, InputFormat.YAML);
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new LinkedHashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void collect(Type type, Map<String, Set<String>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> record && record.isRecord() && !found.containsKey(record.getSimpleName())) {
            Set<String> names = new LinkedHashSet<>();
            found.put(record.getSimpleName(), names);
            for (RecordComponent component : record.getRecordComponents()) {
                names.add(component.getName());
                collect(component.getGenericType(), found);
            }
        }
    }
}
