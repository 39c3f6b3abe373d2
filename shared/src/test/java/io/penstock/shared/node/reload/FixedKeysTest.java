package io.penstock.shared.node.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.yaml.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedKeysTest {

    private static final String CLUSTER = "cluster: { members: [a, b] }";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node: { name: a } | node: { name: b } | node.name: changes from a to b",
                "node: {} | node: { name: b } | node.name: changes from none to b",
                "node: {} | node: { drainTimeout: 90s } | node.drainTimeout: changes from none to 90s",
                "http: {} | http: { port: 8081 } | http.port: changes from 8080 to 8081",
                "http: {} | http: { maxBody: 1KiB } | http.maxBody: changes from 33554432 to 1024",
                "http: {} | http: { readTimeout: 1500ms } | http.readTimeout: changes from 30s to 1500ms",
                "http: {} | http: { cors: { origins: ['*'] } } | http.cors: changes from none to one",
                "http: { cors: { origins: ['*'] } } | http: { cors: { origins: [] } }"
                        + "| http.cors.origins: changes from [*] to []",
                "admin: {} | admin: { port: 1 } | admin.port: changes from 9090 to 1",
                "admin: {} | cluster: { members: [a] } | cluster: changes from none to one",
                CLUSTER + " | cluster: { members: [b, a] }"
                        + "| cluster.members: changes from [a:5701, b:5701] to [b:5701, a:5701]",
                CLUSTER + " | cluster: { members: [a, b], quorum: 1 } | cluster.quorum: changes from none to 1",
                "limits: {} | limits: { lease: 20s } | limits.lease: changes from 10s to 20s",
                "limits: {} | limits: { onUnavailable: local } | limits.onUnavailable: changes from refuse to local"
            })
    void isNamedWithItsValues(String before, String after, String change) {
        assertEquals(List.of(change), FixedKeys.changed(config(before), config(after)));
    }

    @Test
    void rolesAreComparedWhateverTheirOrder() {
        Config both = config("node: { roles: [gateway, provider] }");
        assertEquals(List.of(), FixedKeys.changed(both, config("node: { roles: [provider, gateway] }")));
        assertEquals(
                List.of("node.roles: changes from [gateway] to [provider]"),
                FixedKeys.changed(config("node: { roles: [gateway] }"), config("node: { roles: [provider] }")));
    }

    @Test
    void aCertificateThatIsAnotherFileIsNamed() throws Exception {
        Path pem = Files.writeString(directory.resolve("a.pem"), "");
        Path other = Files.writeString(directory.resolve("b.pem"), "");
        String tls = "http: { tls: { cert: %s, key: " + pem + " } }";
        assertEquals(
                List.of("http.tls.cert: changes from " + pem + " to " + other),
                FixedKeys.changed(config(tls.formatted(pem)), config(tls.formatted(other))));
    }

    @Test
    void theRestMayChange() {
        assertEquals(
                List.of(),
                FixedKeys.changed(
                        config("limits: {}"),
                        config("limits: { defaultMaxTokens: 7, total: { requestsPerDay: 1 }, perKey: {} }\n"
                                + "providers: { e: { type: echo } }\n"
                                + "models: { m: { targets: [ { provider: e } ] } }\n"
                                + "keys: [ { name: a, hash: \"sha256:" + "a".repeat(64) + "\" } ]\n")));
    }

    private Config config(String yaml) {
        return new ConfigFile(directory.resolve("x.yaml"), name -> null, Overrides.NONE)
                .parse(("auth: none\n" + yaml).getBytes(StandardCharsets.UTF_8))
                .config();
    }
}
