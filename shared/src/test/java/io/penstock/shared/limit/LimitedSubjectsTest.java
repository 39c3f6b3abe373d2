package io.penstock.shared.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitedSubjectsTest {

    private static final String KEYS = """
            limits: { total: { requestsPerDay: 9 }, perKey: { requestsPerMinute: 8 } }
            providers: { echo: { type: echo } }
            models:
              free: { targets: [ { provider: echo } ] }
              fast: { targets: [ { provider: echo } ], limits: { tokensPerMinute: 7 }, perKey: { requestsPerMinute: 6 } }
            keys:
              - { name: a, hash: "sha256:AAAA1" }
              - { name: b, hash: "sha256:AAAA2", limits: {}, modelLimits: { "f*": { concurrentRequests: 5 } } }
              - { name: c, hash: "sha256:AAAA3", models: [free], limits: { requestsPerDay: 4 } }
            """.replace("AAAA", "a".repeat(63));

    @TempDir
    Path directory;

    @Test
    void allThatApplyInTheFormThatTheFileGives() throws IOException {
        Config config = load(KEYS);
        LimitedSubjects subjects = new LimitedSubjects(config);
        List<KeyConfig> keys = config.keys();
        assertEquals(
                Set.of(
                        "whole cluster",
                        "key 'a'",
                        "model 'fast'",
                        "key 'a' on model 'fast'",
                        "key 'b' on model 'f*'",
                        "key 'c'"),
                subjects.all().map(Subject::label).collect(Collectors.toSet()));
        assertEquals(List.of("whole cluster", "key 'a'"), of(subjects, keys.get(0), "free"));
        assertEquals(
                List.of("whole cluster", "key 'a'", "model 'fast'", "key 'a' on model 'fast'"),
                of(subjects, keys.get(0), "fast"));
        assertEquals(List.of("whole cluster", "key 'b' on model 'f*'"), of(subjects, keys.get(1), "free"));
        assertEquals(
                List.of("whole cluster", "model 'fast'", "key 'b' on model 'f*'"), of(subjects, keys.get(1), "fast"));
        assertEquals(List.of("whole cluster", "key 'c'"), of(subjects, keys.get(2), "echo/free"));
    }

    @Test
    void theAnonymousClientHasTheLimitsOfEveryKey() throws IOException {
        Config config = load("auth: none\nlimits: { perKey: { tokensPerDay: 3 } }\n");
        LimitedSubjects subjects = new LimitedSubjects(config);
        List<Subject> found = subjects.of(null, "anonymous", "m");
        assertEquals(List.of(Subject.key("anonymous", Limits.NONE.with(LimitKind.TOKENS_PER_DAY, 3))), found);
        assertEquals(found, subjects.all().toList());
    }

    private static List<String> of(LimitedSubjects subjects, KeyConfig key, String model) {
        return subjects.of(key, key.name(), model).stream().map(Subject::label).toList();
    }

    private Config load(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), yaml);
        return ConfigLoader.load(file, name -> null);
    }
}
