package io.penstock.shared.chat.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.knuddels.jtokkit.api.EncodingType;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import org.junit.jupiter.api.Test;
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
        assertEquals(EncodingType.CL100K_BASE, of(ProviderType.OPENAI, model));
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
        assertEquals(EncodingType.O200K_BASE, of(ProviderType.OPENAI, model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt-oss-120b", "openai/gpt-oss-20b", "gpt-oss:20b", "accounts/fireworks/models/gpt-oss-120b"})
    void readsOpenAisOpenModelsInO200kWhoeverRunsThem(String model) {
        for (ProviderType type : ProviderType.values()) {
            assertEquals(EncodingType.O200K_BASE, of(type, model));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4", "GPT4", "prod-gpt-4-turbo", "my_gpt_35", "gpt-35-turbo-16k", "gpt-4-1106-preview"})
    void findsOlderModelsInTheNamesOfAzureDeployments(String deployment) {
        assertEquals(EncodingType.CL100K_BASE, of(ProviderType.AZURE, deployment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt-4o", "gpt4o-eu", "prod-gpt-4.1", "gpt-41-mini", "gpt-4-1-mini", "gpt-4-o", "gpt-5", "chat"})
    void takesOtherAzureDeploymentsForNewer(String deployment) {
        assertEquals(EncodingType.O200K_BASE, of(ProviderType.AZURE, deployment));
    }

    @Test
    void aFineTunedModelsOwnNameSaysNothing() {
        assertEquals(EncodingType.O200K_BASE, of(ProviderType.OPENAI, "ft:gpt-4o-mini:org:better-than-gpt-4:id"));
    }

    private static EncodingType of(ProviderType type, String model) {
        return ModelEncoding.of(new UpstreamModel(type, model));
    }
}
