package io.penstock.provider.openai.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.model.ProviderType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

    private static final String THOUGHT =
            "{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"\\u0072\"}";
    private static final String PLAIN = "{\"role\":\"assistant\",\"content\":\"a\"}";
    private static final String OTHER_NAME = "{\"role\":\"assistant\",\"content\":\"a\",\"reasoning\":\"\\u0072\"}";

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "GROQ", "OPENROUTER"})
    void sendsTheRoleDeveloperWhereItExists(ProviderType type) {
        String developer = "{\"role\":\"developer\",\"content\":\"d\"}";
        assertEquals(developer, Vendor.of(type).message(developer));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DEEPSEEK",
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
    void callsTheDeveloperTheSystemElsewhere(ProviderType type) {
        assertEquals(
                "{\"role\" : \"system\",\"content\":\"d\"}",
                Vendor.of(type).message("{\"role\" : \"developer\",\"content\":\"d\"}"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "DEEPSEEK", "XAI", "FIREWORKS", "LLAMACPP"})
    void sendsReasoningBackAsTheClientHasItWhereThatNameIsTaken(ProviderType type) {
        assertEquals(THOUGHT, Vendor.of(type).message(THOUGHT));
    }

    @ParameterizedTest
    @EnumSource(names = {"GROQ", "CEREBRAS", "OPENROUTER", "TOGETHER", "OLLAMA", "VLLM"})
    void callsReasoningByTheVendorsName(ProviderType type) {
        assertEquals(OTHER_NAME, Vendor.of(type).message(THOUGHT));
        assertEquals(OTHER_NAME, Vendor.of(type).message(OTHER_NAME));
        assertEquals(OTHER_NAME, Vendor.of(type).message(OTHER_NAME.replace("}", ",\"reasoning_content\":\"other\"}")));
        assertEquals(PLAIN, Vendor.of(type).message(PLAIN.replace("}", ",\"reasoning_content\":null}")));
    }

    @ParameterizedTest
    @EnumSource(names = {"MISTRAL", "PERPLEXITY", "WORKERS_AI", "LMSTUDIO"})
    void keepsReasoningFromVendorsThatTakeNone(ProviderType type) {
        assertEquals(PLAIN, Vendor.of(type).message(THOUGHT));
        assertEquals(PLAIN, Vendor.of(type).message(OTHER_NAME));
    }

    @Test
    void givesDeepSeekReasoningWithEveryCallSinceItMissesIt() {
        Vendor vendor = Vendor.of(ProviderType.DEEPSEEK);
        String call = call("c", "{}");
        assertEquals(call.substring(0, call.length() - 1) + ",\"reasoning_content\":\"\"}", vendor.message(call));
        assertEquals(PLAIN, vendor.message(PLAIN));
        assertEquals(THOUGHT, vendor.message(OTHER_NAME));
    }

    @Test
    void givesMistralReasoningAsAPartOfTheContentWhereTheModelThinksSo() {
        Vendor vendor = new Vendor(ProviderType.MISTRAL, "magistral-medium-latest");
        String thinking = "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"\\u0072\"}]}";
        assertEquals(
                "{\"role\":\"assistant\",\"content\":[" + thinking + ",{\"type\":\"text\",\"text\":\"a\"}]}",
                vendor.message(THOUGHT));
        assertEquals(
                "{\"role\":\"assistant\",\"content\":[" + thinking + "]}",
                vendor.message("{\"role\":\"assistant\",\"reasoning_content\":\"\\u0072\",\"content\":null}"));
        assertEquals(
                "{\"role\":\"assistant\",\"content\":[" + thinking + ",{\"type\":\"text\",\"text\":\"p\"}]}",
                vendor.message("{\"role\":\"assistant\",\"content\":[ {\"type\":\"text\",\"text\":\"p\"} ],"
                        + "\"reasoning\":\"\\u0072\"}"));
        assertEquals(PLAIN, vendor.message(PLAIN.replace("}", ",\"reasoning_content\":\"\"}")));
        assertEquals(
                "{\"role\":\"assistant\",\"content\":[" + thinking + ",{\"type\":\"text\",\"text\":\"a\"}]}",
                Vendor.of(ProviderType.MISTRAL).messageWith(THOUGHT, ",\"reasoning_effort\":\"high\""));
    }

    @ParameterizedTest
    @EnumSource(names = {"GROQ", "MISTRAL", "CEREBRAS", "PERPLEXITY", "FIREWORKS"})
    void leavesOutMembersOfAnAnswerThatTheVendorRefuses(ProviderType type) {
        assertEquals(
                PLAIN,
                Vendor.of(type)
                        .message("{\"role\":\"assistant\",\"content\":\"a\",\"refusal\":null,\"annotations\":[],"
                                + "\"audio\":null,\"function_call\":null,\"tool_calls\":null}"));
        assertEquals(
                "{\"role\":\"assistant\",\"content\":\"No.\"}",
                Vendor.of(type).message("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "GROQ, user, false",
        "PERPLEXITY, user, false",
        "FIREWORKS, system, false",
        "MISTRAL, user, false",
        "MISTRAL, tool, true",
        "XAI, user, true",
        "XAI, assistant, false",
        "XAI, system, false",
        "DEEPSEEK, user, true",
        "OPENROUTER, assistant, true",
    })
    void sendsNamesWhereTheVendorTakesThem(ProviderType type, String role, boolean taken) {
        String sent = Vendor.of(type).message("{\"role\":\"" + role + "\",\"name\":\"n\",\"content\":\"x\"}");
        assertEquals(taken, sent.contains("\"name\":\"n\""), sent);
    }

    @Test
    void shortensIdsForMistralAlikeInACallAndItsResult() {
        Vendor vendor = Vendor.of(ProviderType.MISTRAL);
        String call = vendor.message(call("toolu_01A09q90qw90lq917835lq9", "{\\\"a\\\":9007199254740993}"));
        String result = vendor.message(
                "{\"role\":\"tool\",\"tool_call_id\":\"toolu_01A09q90qw90lq917835lq9\",\"content\":\"r\"}");
        String id = call.replaceAll(".*\"id\":\"([A-Za-z0-9]{9})\".*", "$1");
        assertEquals(call(id, "{\\\"a\\\":9007199254740993}"), call);
        assertEquals("{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"r\"}", result);
        assertEquals(call("D681PevKs", "{}"), vendor.message(call("D681PevKs", "{}")));
    }

    @Test
    void keepsIdsElsewhere() {
        assertEquals(call("toolu_01A", "{}"), Vendor.of(ProviderType.GROQ).message(call("toolu_01A", "{}")));
    }

    @ParameterizedTest
    @EnumSource(names = {"GROQ", "TOGETHER", "OPENROUTER", "VLLM", "OLLAMA"})
    void givesServersThatParseArgumentsAnEmptyObjectForNone(ProviderType type) {
        assertEquals(call("c", "{}"), Vendor.of(type).message(call("c", "")));
    }

    @Test
    void leavesOutTheIndexOfACallWhereItIsRefused() {
        String indexed = call("D681PevKs", "{}").replace("[{", "[{\"index\":0,");
        assertEquals(call("D681PevKs", "{}"), Vendor.of(ProviderType.MISTRAL).message(indexed));
        assertEquals(indexed, Vendor.of(ProviderType.VLLM).message(indexed));
    }

    @Test
    void givesWorkersAiStringsForContent() {
        Vendor vendor = Vendor.of(ProviderType.WORKERS_AI);
        assertEquals(
                "{\"role\":\"user\",\"content\":\"a\\n\\nb\\u00e9\"}",
                vendor.message("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\\n\"},"
                        + "{\"type\":\"text\",\"text\":\"b\\u00e9\"}]}"));
        assertEquals(
                "{\"role\":\"assistant\",\"content\":\"\"}",
                vendor.message("{\"role\":\"assistant\",\"content\":null}"));
        String image = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]}";
        assertEquals(image, vendor.message(image));
    }

    private static String call(String id, String arguments) {
        return "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}}]}";
    }
}
