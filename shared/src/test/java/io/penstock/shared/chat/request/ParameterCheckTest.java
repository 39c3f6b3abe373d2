package io.penstock.shared.chat.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCheckTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature: 2.1 | temperature: '2.1' is not what a request may have: expected a number between 0 and 2, but got 2.1",
                "temperature: '1' | temperature: '1' is not what a request may have: expected a number between 0 and 2, but got a string",
                "n: 0             | n: '0' is not what a request may have: expected an integer between 1 and 128, but got 0",
                "max_tokens: 1.5  | max_tokens: '1.5' is not what a request may have: expected an integer between 1 and 2147483647, but got 1.5",
                "top_p: true      | top_p: 'true' is not what a request may have: expected a number between 0 and 1, but got true",
                "presence_penalty: -3 | presence_penalty: '-3' is not what a request may have: expected a number between -2 and 2, but got -3",
                "stop: [a, 1]     | stop[1]: '1' is not what a request may have: expected a string, but got 1",
                "user: 5          | user: '5' is not what a request may have: expected a string, but got 5",
                "tools: {}        | tools: is not what a request may have: expected an array of tools, but got an object"
            })
    void namesThePlaceOfWhatNoRequestMayHave(String parameter, String problem) {
        for (String section : new String[] {"defaults", "overrides"}) {
            assertEquals(
                    "x.yaml:4: models.gpt-4.1.targets[1]." + section + "." + problem,
                    error(section + ": { " + parameter + " }"));
        }
    }

    @Test
    void letsPassWhatTheApiAllowsAndWhatPenstockDoesNotKnow() {
        assertDoesNotThrow(
                () -> load("defaults: { temperature: 2, stop: [a, b], user: u, tools: [], seed: 9007199254740993 },"
                        + " overrides: { n: null, logit_bias: null, max_tokens: 1, reasoning: { effort: [1, ~] } }"));
    }

    private String error(String target) {
        ConfigException e = assertThrows(ConfigException.class, () -> load(target));
        return String.valueOf(e.getMessage()).replace(directory + "/", "");
    }

    private void load(String target) throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.yaml"),
                "auth: none\nproviders: { e: { type: echo } }\nmodels: { gpt-4.1: { targets: [ { provider: e },\n{ provider: e, "
                        + target + " } ] } }");
        var unused = ConfigLoader.load(file, name -> null, Overrides.NONE, ParameterCheck::check);
    }
}
