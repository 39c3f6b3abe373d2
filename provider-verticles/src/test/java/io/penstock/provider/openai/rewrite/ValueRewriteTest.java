package io.penstock.provider.openai.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRewriteTest {

    private static final String SCHEMA = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
            + "{\"name\":\"n\",\"strict\":true,\"schema\":{\"type\":\"object\", \"maximum\":9007199254740993}}}";
    private static final String ANY_OBJECT = "\"response_format\":{\"type\":\"json_object\"}";

    @ParameterizedTest
    @CsvSource({
        "OPENAI, m, minimal, minimal",
        "OPENROUTER, any/m, xhigh, xhigh",
        "GROQ, qwen/qwen3-32b, none, none",
        "GROQ, qwen/qwen3-32b, high, default",
        "GROQ, openai/gpt-oss-120b, minimal, low",
        "GROQ, openai/gpt-oss-120b, xhigh, high",
        "GROQ, openai/gpt-oss-120b, medium, medium",
        "DEEPSEEK, deepseek-chat, minimal, low",
        "DEEPSEEK, deepseek-chat, high, high",
        "DEEPSEEK, deepseek-chat, xhigh, max",
        "XAI, grok-4.3, minimal, low",
        "XAI, grok-4.3, none, none",
        "XAI, grok-4.3, xhigh, high",
        "XAI, grok-4.6, xhigh, xhigh",
        "XAI, grok-3-mini, high, high",
        "CEREBRAS, gpt-oss-120b, max, high",
        "PERPLEXITY, sonar-deep-research, none, minimal",
        "TOGETHER, openai/gpt-oss-20b, minimal, low",
        "FIREWORKS, m, none, none",
        "WORKERS_AI, m, xhigh, high",
        "OLLAMA, m, none, none",
    })
    void tellsTheEffortInTheVendorsWords(ProviderType type, String model, String asked, String told) {
        Vendor vendor = new Vendor(type, model);
        assertEquals("\"reasoning_effort\":\"" + told + "\"", vendor.sentWith(effort(asked)));
        assertEquals(List.of(), vendor.droppedWith(effort(asked)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEEPSEEK   | none | "thinking":{"type":"disabled"}
            TOGETHER   | none | "reasoning":{"enabled":false}
            WORKERS_AI | none | "chat_template_kwargs":{"enable_thinking":false}
            LLAMACPP   | none | "chat_template_kwargs":{"enable_thinking":false}
            LLAMACPP   | high | "chat_template_kwargs":{"reasoning_effort":"high"}
            """)
    void tellsTheEffortInAMemberOfTheVendorsOwn(ProviderType type, String asked, String told) {
        assertEquals(told, Vendor.of(type).sentWith(effort(asked)));
        assertEquals("\"x\":1," + told, Vendor.of(type).sentWith(effort(asked) + ",\"x\":1"));
        assertEquals(List.of(), Vendor.of(type).droppedWith(effort(asked)));
    }

    @Test
    void leavesAMemberOfTheVendorsOwnToTheClient() {
        String own = "\"thinking\":{\"type\":\"enabled\"}";
        assertEquals(own, Vendor.of(ProviderType.DEEPSEEK).sentWith(effort("none") + "," + own));
    }

    @ParameterizedTest
    @CsvSource({
        "GROQ, llama-3.3-70b-versatile",
        "XAI, grok-4-0709",
        "XAI, grok-4.20-0309-reasoning",
        "XAI, grok-4-1-fast-non-reasoning",
        "XAI, grok-code-fast-1"
    })
    void namesTheEffortAsLeftOutWhereTheModelRefusesIt(ProviderType type, String model) {
        Vendor vendor = new Vendor(type, model);
        assertEquals("", vendor.sentWith(effort("high")));
        assertEquals(List.of("reasoning_effort"), vendor.droppedWith(effort("high")));
    }

    @ParameterizedTest
    @CsvSource({
        "MISTRAL, temperature, 2, 1.5",
        "MISTRAL, temperature, 1.50, 1.50",
        "CEREBRAS, temperature, 1.7e0, 1.5",
        "PERPLEXITY, temperature, 2, 1.99",
        "GROQ, temperature, 2, 2",
        "XAI, top_logprobs, 20, 8",
        "FIREWORKS, top_logprobs, 20, 5",
        "FIREWORKS, top_logprobs, 5, 5",
    })
    void clampsWhatTheVendorRefuses(ProviderType type, String parameter, String asked, String sent) {
        assertEquals("\"" + parameter + "\":" + sent, Vendor.of(type).sentWith("\"" + parameter + "\":" + asked));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "logprobs":true                    | "logprobs":1
            "logprobs":true,"top_logprobs":5   | "logprobs":5
            "top_logprobs":0,"logprobs":true   | "logprobs":1
            "logprobs":false,"x":1             | "x":1
            "logprobs":null,"x":1              | "logprobs":null,"x":1
            "logprobs":3                       | "logprobs":3
            """)
    void countsLogprobsForTogether(String asked, String sent) {
        assertEquals(sent, Vendor.of(ProviderType.TOGETHER).sentWith(asked));
        assertEquals(List.of(), Vendor.of(ProviderType.TOGETHER).droppedWith(asked));
    }

    @ParameterizedTest
    @CsvSource({"default, on_demand", "priority, performance", "flex, flex"})
    void callsTheServiceTierAsGroqDoes(String asked, String sent) {
        assertEquals(
                "\"service_tier\":\"" + sent + "\"",
                Vendor.of(ProviderType.GROQ).sentWith("\"service_tier\":\"" + asked + "\""));
    }

    @ParameterizedTest
    @CsvSource({"PERPLEXITY", "LMSTUDIO"})
    void asksForAnyObjectWithASchemaWhereOnlyThatIsTaken(ProviderType type) {
        assertEquals(
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                        + "{\"name\":\"json_object\",\"schema\":{\"type\":\"object\"}}}",
                Vendor.of(type).sentWith(ANY_OBJECT));
        assertEquals(SCHEMA, Vendor.of(type).sentWith(SCHEMA));
    }

    @Test
    void makesTheSchemaAnInstructionWhereTheVendorHasNone() {
        String sent = Vendor.of(ProviderType.DEEPSEEK)
                .sent("{\"model\":\"m\", \"messages\": [ {\"role\":\"developer\",\"content\":\"x\"}]," + SCHEMA + "}");
        assertEquals(
                "{\"model\":\"m\", \"messages\": [ {\"role\":\"system\",\"content\":\"Answer with JSON that is valid"
                        + " against this JSON Schema, and with nothing else:\\n{\\\"type\\\":\\\"object\\\","
                        + " \\\"maximum\\\":9007199254740993}\"},{\"role\":\"system\",\"content\":\"x\"}],"
                        + ANY_OBJECT + "}",
                sent);
        assertEquals(ANY_OBJECT, Vendor.of(ProviderType.DEEPSEEK).sentWith(ANY_OBJECT));
    }

    private static String effort(String level) {
        return "\"reasoning_effort\":\"" + level + "\"";
    }
}
