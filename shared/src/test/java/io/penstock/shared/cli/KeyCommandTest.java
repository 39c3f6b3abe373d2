package io.penstock.shared.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice@example.com", "Bob: \"B\" \\ #1", "null", "${HOME}", "*", "7"})
    void newKeyAndItsLineBelongTogether(String name) throws IOException {
        CommandRun run = CommandRun.of("key", "new", "--name", name);
        assertEquals(0, run.exitCode);
        List<String> lines = run.out.lines().toList();
        String key = lines.get(0);
        assertTrue(key.matches("sk-pen-[A-Za-z0-9_-]{43}"), key);
        Path file = Files.writeString(directory.resolve("x.yaml"), "keys:\n" + lines.get(lines.size() - 1));
        KeyConfig config = ConfigLoader.load(file, variable -> null).keys().get(0);
        assertEquals(name, config.name());
        assertEquals(KeyHash.of(key), config.hash());
        assertTrue(config.allows("any/model"));
    }

    @Test
    void noTwoKeysAreTheSame() {
        assertNotEquals(CommandRun.of("key", "new").out, CommandRun.of("key", "new").out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abc\n", "abc\r\n"})
    void hashTakesTheLineWithoutItsEnd(String stdin) {
        CommandRun run = CommandRun.reading(stdin, "key", "hash");
        assertEquals(0, run.exitCode);
        assertEquals(KeyHash.of("abc").toConfig(), run.out.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a b\n", " abc\n", "schlüssel"})
    void hashRefusesWhatIsNoKey(String stdin) {
        CommandRun run = CommandRun.reading(stdin, "key", "hash");
        assertEquals(2, run.exitCode);
        assertEquals("", run.out);
        assertEquals(1, run.err.lines().count());
    }
}
