package io.penstock.provider.openai.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRewriteTest {

    private static final String A =
            "{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":{\"maximum\":9007199254740993.0}}}";
    private static final String B = "{ \"type\":\"function\",\"function\":{\"name\":\"b\",\"parameters\":{}}}";
    private static final String BOTH = "\"tools\":[" + A + ", " + B + "]";
    private static final String ONLY_B = "\"tools\":[" + B + "]";
    private static final String NAMED_B = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}}";
    private static final String AMONG_B = ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
            + "{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"b\"}}]}}";
    private static final String REQUIRED = choice("required");

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OPENROUTER"})
    void leavesEveryFormToVendorsThatTakeAll(ProviderType type) {
        assertEquals(BOTH + AMONG_B, Vendor.of(type).sentWith(BOTH + AMONG_B));
        assertEquals("\"tools\":[]", Vendor.of(type).sentWith("\"tools\":[]"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GROQ", "MISTRAL", "XAI", "CEREBRAS", "TOGETHER", "FIREWORKS", "VLLM", "WORKERS_AI"})
    void sendsJustTheAllowedToolsWhereTheVendorHasNoSuchChoice(ProviderType type) {
        assertEquals(ONLY_B + choice("auto"), Vendor.of(type).sentWith(BOTH + AMONG_B));
        assertEquals(BOTH + NAMED_B, Vendor.of(type).sentWith(BOTH + NAMED_B));
        assertEquals(List.of(), Vendor.of(type).droppedWith(BOTH + AMONG_B));
    }

    @ParameterizedTest
    @EnumSource(names = {"LLAMACPP", "LMSTUDIO"})
    void requiresTheOneToolWhereAChoiceIsAWord(ProviderType type) {
        assertEquals(ONLY_B + REQUIRED, Vendor.of(type).sentWith(BOTH + NAMED_B));
        assertEquals(ONLY_B + choice("auto"), Vendor.of(type).sentWith(BOTH + AMONG_B));
        assertEquals(BOTH + REQUIRED, Vendor.of(type).sentWith(BOTH + REQUIRED));
        assertEquals(BOTH + choice("none"), Vendor.of(type).sentWith(BOTH + choice("none")));
    }

    @Test
    void leavesAChoiceOfAToolThatIsNotThereToTheVendor() {
        String missing = NAMED_B.replace("\"b\"", "\"c\"");
        assertEquals(BOTH + missing, Vendor.of(ProviderType.LMSTUDIO).sentWith(BOTH + missing));
    }

    @Test
    void saysAnyWhereMistralSaysSo() {
        assertEquals(BOTH + choice("any"), Vendor.of(ProviderType.MISTRAL).sentWith(BOTH + REQUIRED));
    }

    @Test
    void givesMistralAnEmptySchemaWhereAToolHasNone() {
        assertEquals(
                "\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"t\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}," + A + "]",
                Vendor.of(ProviderType.MISTRAL)
                        .sentWith("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\"}}," + A + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tools\":[]", "\"tools\":null", "\"tool_choice\":\"none\"", "\"tool_choice\":\"auto\""})
    void leavesOutWhatSaysNothingWithoutTools(String members) {
        assertEquals("\"x\":1", Vendor.of(ProviderType.MISTRAL).sentWith(members + ",\"x\":1"));
        assertEquals("", Vendor.of(ProviderType.XAI).sentWith(members + ",\"parallel_tool_calls\":false"));
        assertEquals(
                List.of(), Vendor.of(ProviderType.PERPLEXITY).droppedWith(members + ",\"parallel_tool_calls\":true"));
    }

    @Test
    void turnsThinkingOffWhereDeepSeekCouldNotBeMadeToCallATool() {
        Vendor vendor = Vendor.of(ProviderType.DEEPSEEK);
        String off = ",\"thinking\":{\"type\":\"disabled\"}";
        assertEquals(BOTH + REQUIRED + off, vendor.sentWith(BOTH + REQUIRED));
        assertEquals(BOTH + NAMED_B + off, vendor.sentWith(BOTH + NAMED_B));
        assertEquals(BOTH + REQUIRED + off, vendor.sentWith(BOTH + REQUIRED + off));
        assertEquals(BOTH + REQUIRED + off, vendor.sentWith(BOTH + REQUIRED + ",\"reasoning_effort\":\"none\""));
        assertEquals(BOTH + choice("auto"), vendor.sentWith(BOTH + choice("auto")));
        assertEquals(List.of(), vendor.droppedWith(BOTH + REQUIRED));
    }

    @Test
    void leavesOutTheChoiceWhereDeepSeekIsToThink() {
        Vendor vendor = Vendor.of(ProviderType.DEEPSEEK);
        String effort = ",\"reasoning_effort\":\"high\"";
        assertEquals(BOTH + effort, vendor.sentWith(BOTH + REQUIRED + effort));
        assertEquals(List.of("tool_choice"), vendor.droppedWith(BOTH + REQUIRED + effort));
        String on = ",\"thinking\":{\"type\":\"enabled\"}";
        assertEquals(List.of("tool_choice"), vendor.droppedWith(BOTH + NAMED_B + on));
        assertEquals(
                List.of("tool_choice"),
                new Vendor(ProviderType.DEEPSEEK, "deepseek-reasoner").droppedWith(BOTH + REQUIRED));
    }

    @Test
    void actsOnTheChoiceItselfWhereOllamaDoesNot() {
        Vendor vendor = Vendor.of(ProviderType.OLLAMA);
        assertEquals("", vendor.sentWith(BOTH + choice("none")));
        assertEquals(List.of(), vendor.droppedWith(BOTH + choice("none")));
        assertEquals(BOTH, vendor.sentWith(BOTH + choice("auto")));
        assertEquals(ONLY_B, vendor.sentWith(BOTH + AMONG_B));
        assertEquals(List.of(), vendor.droppedWith(BOTH + AMONG_B));
        assertEquals(ONLY_B, vendor.sentWith(BOTH + NAMED_B));
        assertEquals(List.of("tool_choice"), vendor.droppedWith(BOTH + NAMED_B));
        assertEquals(List.of("tool_choice"), vendor.droppedWith(BOTH + REQUIRED));
    }

    private static String choice(String word) {
        return ",\"tool_choice\":\"" + word + "\"";
    }
}
