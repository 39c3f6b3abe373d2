package io.penstock.shared.chat.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.knuddels.jtokkit.api.EncodingType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4",
                "gpt-4-0613",
                "gpt-4-turbo-2024-04-09",
                "gpt-4-32k",
                "gpt-3.5-turbo",
                "gpt-3.5-turbo-16k",
                "gpt-35-turbo",
                "openai/gpt-4",
                "openrouter/openai/gpt-3.5-turbo",
                "ft:gpt-3.5-turbo:org::id",
                "ft:gpt-4:org::id"
            })
    void readsOlderModelsTextInCl100k(String model) {
        assertEquals(EncodingType.CL100K_BASE, ModelEncoding.of(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4o",
                "gpt-4o-mini-2024-07-18",
                "gpt-4.1-mini",
                "gpt-4.5-preview",
                "gpt-5",
                "gpt-5-nano",
                "chatgpt-4o-latest",
                "o1",
                "o3-mini",
                "ft:gpt-4o-mini:org::id",
                "openai/gpt-4.1",
                "gpt-4/deepseek-chat",
                "claude-3-7-sonnet-latest",
                "fast-chat",
                "gpt-4/",
                ""
            })
    void readsAllOthersInO200k(String model) {
        assertEquals(EncodingType.O200K_BASE, ModelEncoding.of(model));
    }
}
