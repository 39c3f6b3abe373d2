package io.penstock.shared.node.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.yaml.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {

    private static final String BEFORE = """
            auth: none
            providers: { a: { type: echo }, b: { apiKeys: [k] }, c: { apiKeys: [k] } }
            models: { m: { targets: [ { provider: a } ] } }
            """;

    @Test
    void countsWhatCameWentAndChanged() {
        assertEquals(
                "providers: 1 added, 1 removed, 1 changed; models: 1 added; keys: 1 added; limits; auth",
                ConfigChange.of(config(BEFORE), config("""
                        auth: keys
                        limits: { defaultMaxTokens: 7 }
                        providers: { a: { type: echo }, b: { apiKeys: [other] }, d: { apiKeys: [k] } }
                        models: { m: { targets: [ { provider: a } ] }, n: { targets: [ { provider: a } ] } }
                        keys: [ { name: a, hash: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } ]
                        """)));
    }

    @Test
    void aCommentChangesNothing() {
        assertEquals("nothing", ConfigChange.of(config(BEFORE), config(BEFORE + "# a comment\n")));
    }

    private static Config config(String yaml) {
        return new ConfigFile(Path.of("x.yaml"), name -> null, Overrides.NONE)
                .parse(yaml.getBytes(StandardCharsets.UTF_8))
                .config();
    }
}
