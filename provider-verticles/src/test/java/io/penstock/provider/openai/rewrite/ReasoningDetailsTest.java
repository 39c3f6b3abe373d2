package io.penstock.provider.openai.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.model.ProviderType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasoningDetailsTest {

    private static final String ANTHROPICS =
            "{\"type\":\"reasoning.text\",\"format\":\"anthropic\",\"index\":0,\"text\":\"t\",\"signature\":\"s\"}";
    private static final String OPENROUTERS =
            "{ \"type\":\"reasoning.encrypted\",\"format\":\"anthropic-claude-v1\",\"index\":1.0,\"data\":\"d\"}";
    private static final String NOBODYS = "{\"type\":\"reasoning.summary\",\"summary\":\"x\"}";

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OPENROUTER"})
    void keepsFromAVendorWhatAnotherSigned(ProviderType type) {
        assertEquals(
                message("[ " + OPENROUTERS + "," + NOBODYS + "]").replace("[ ", "["),
                Vendor.of(type).message(message("[ " + ANTHROPICS + " , " + OPENROUTERS + "," + NOBODYS + "]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "gemini", "bedrock", "azure", "workers-ai"})
    void leavesOutTheWholeMemberWhereNothingIsLeft(String format) {
        assertEquals(
                "{\"role\":\"assistant\",\"content\":\"a\"}",
                Vendor.of(ProviderType.OPENROUTER)
                        .message(message("[" + ANTHROPICS.replace("\"anthropic\"", "\"" + format + "\"") + "]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"format\":\"openrouter\"}]", "null", "[]", "{}", "[1,{\"format\":null},[]]"})
    void leavesItsOwnAndWhatNobodyKnowsAsItIs(String details) {
        assertEquals(message(details), Vendor.of(ProviderType.OPENROUTER).message(message(details)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DEEPSEEK",
                "GROQ",
                "MISTRAL",
                "XAI",
                "CEREBRAS",
                "PERPLEXITY",
                "TOGETHER",
                "FIREWORKS",
                "WORKERS_AI",
                "OLLAMA",
                "VLLM",
                "LLAMACPP",
                "LMSTUDIO"
            })
    void keepsThemAllFromVendorsThatHaveNone(ProviderType type) {
        String sent = Vendor.of(type).message(message("[" + ANTHROPICS + "," + NOBODYS + "]"));
        assertEquals(-1, sent.indexOf("details"), sent);
    }

    @Test
    void findsThemInEveryMessage() {
        String one = "{\"model\":\"m\",\"messages\":[" + message("[" + ANTHROPICS + "]") + ","
                + message("[" + ANTHROPICS + "]") + "]}";
        assertEquals(-1, Vendor.of(ProviderType.OPENAI).sent(one).indexOf("anthropic"));
    }

    private static String message(String details) {
        return "{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_details\":" + details + "}";
    }
}
