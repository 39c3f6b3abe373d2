package io.penstock.provider.anthropic.request;

import static io.penstock.provider.anthropic.Requests.chat;
import static io.penstock.provider.anthropic.Requests.fields;
import static io.penstock.provider.anthropic.Requests.json;
import static io.penstock.provider.anthropic.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ThinkingTest {

    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\"";

    @ParameterizedTest
    @CsvSource({"minimal,1024,64000", "low,1024,64000", "medium,8192,64000", "high,24576,64000", "xhigh,32768,64000"})
    void givesABudgetToModelsThatThinkInTokens(String effort, long budget, long maxTokens) {
        JsonNode sent = sent(fields("\"reasoning_effort\":\"" + effort + "\""), "claude-sonnet-4-5");
        assertEquals(json("{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}"), sent.path("thinking"));
        assertEquals(maxTokens, sent.path("max_tokens").longValue());
        assertFalse(sent.has("output_config"));
    }

    @Test
    void keepsTheBudgetBelowTheLimitAndLeavesRoomForTheAnswer() {
        JsonNode small = sent(fields("\"reasoning_effort\":\"high\",\"max_tokens\":5000"), "claude-haiku-4-5");
        assertEquals(4000, small.at("/thinking/budget_tokens").longValue());
        assertEquals(5000, small.path("max_tokens").longValue());
        JsonNode raised = sent(fields("\"reasoning_effort\":\"high\""), "claude-3-7-sonnet-latest");
        assertEquals(24_576, raised.at("/thinking/budget_tokens").longValue());
        assertEquals(28_672, raised.path("max_tokens").longValue());
    }

    @Test
    void doesNotThinkWhereTheLimitLeavesNoRoomForIt() {
        ChatRequest chat = fields("\"reasoning_effort\":\"low\",\"max_tokens\":1024");
        assertFalse(sent(chat, "claude-haiku-4-5").has("thinking"));
        assertEquals(List.of("reasoning_effort"), chat.parameters().dropped());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-5-5,minimal,low",
        "claude-opus-5-5,medium,medium",
        "claude-sonnet-5-5,high,high",
        "claude-opus-4-7,xhigh,xhigh",
        "claude-sonnet-4-6,xhigh,max",
        "claude-fable-5-1,max,max"
    })
    void givesAnEffortToModelsThatThinkAsTheyLike(String model, String effort, String told) {
        JsonNode sent = sent(fields("\"reasoning_effort\":\"" + effort + "\""), model);
        assertEquals(json("{\"type\":\"adaptive\",\"display\":\"summarized\"}"), sent.path("thinking"));
        assertEquals(json("{\"effort\":\"" + told + "\"}"), sent.path("output_config"));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-haiku-20241022,,",
        "claude-sonnet-4-5,,",
        "claude-opus-4-8,,",
        "claude-opus-5,disabled,",
        "claude-haiku-5-5,disabled,",
        "claude-sonnet-5-5,between_tools,",
        "claude-opus-5-5,,low",
        "claude-fable-5,,low",
        "claude-mythos-preview,,low"
    })
    void turnsThinkingOffAsEachModelWantsIt(String model, String type, String effort) {
        for (String asked : new String[] {"\"reasoning_effort\":\"none\"", "\"thinking\":{\"type\":\"disabled\"}"}) {
            ChatRequest chat = fields(asked);
            JsonNode sent = sent(chat, model);
            assertEquals(type, sent.at("/thinking/type").textValue());
            assertEquals(effort, sent.at("/output_config/effort").textValue());
            assertEquals(List.of(), chat.parameters().dropped());
        }
    }

    @Test
    void namesTheEffortThatAModelWithoutThinkingCannotTake() {
        ChatRequest chat = fields("\"reasoning_effort\":\"high\"");
        JsonNode sent = sent(chat, "claude-3-5-sonnet-20241022");
        assertFalse(sent.has("thinking") || sent.has("output_config"));
        assertEquals(List.of("reasoning_effort"), chat.parameters().dropped());
    }

    @Test
    void leavesSamplingOutWhileThinking() {
        ChatRequest chat = fields("\"reasoning_effort\":\"low\",\"temperature\":0.2,\"top_k\":3,\"top_p\":0.96");
        JsonNode sent = sent(chat, "claude-sonnet-4-5");
        assertFalse(sent.has("temperature") || sent.has("top_k"));
        assertEquals(0.96, sent.path("top_p").doubleValue());
        assertEquals(List.of("temperature", "top_k"), chat.parameters().dropped());
        ChatRequest low = fields("\"reasoning_effort\":\"low\",\"top_p\":0.5");
        assertFalse(sent(low, "claude-sonnet-4-5").has("top_p"));
        assertEquals(List.of("top_p"), low.parameters().dropped());
    }

    @Test
    void letsAForcedToolGoBeforeThinking() {
        ChatRequest budget = fields("\"reasoning_effort\":\"low\"," + TOOL);
        JsonNode sent = sent(budget, "claude-sonnet-4-5");
        assertEquals("any", sent.at("/tool_choice/type").textValue());
        assertFalse(sent.has("thinking"));
        assertEquals(List.of("reasoning_effort"), budget.parameters().dropped());
        ChatRequest effort = fields("\"reasoning_effort\":\"low\"," + TOOL);
        JsonNode newer = sent(effort, "claude-opus-4-8");
        assertEquals("any", newer.at("/tool_choice/type").textValue());
        assertFalse(newer.has("thinking"));
        assertEquals("low", newer.at("/output_config/effort").textValue());
        assertEquals(List.of(), effort.parameters().dropped());
    }

    @Test
    void doesNotThinkToABudgetInTheMidstOfCallsThatWereMadeWithoutSignedThinking() {
        String history = """
                {"model":"m","reasoning_effort":"low","messages":[{"role":"user","content":"go"},
                 {"role":"assistant",%s"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c","content":"1"}]}""";
        ChatRequest unsigned = chat(history.formatted(""));
        assertFalse(sent(unsigned, "claude-sonnet-4-5").has("thinking"));
        assertEquals(List.of("reasoning_effort"), unsigned.parameters().dropped());
        ChatRequest signed = chat(
                history.formatted(
                        "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"format\":\"anthropic\",\"text\":\"t\",\"signature\":\"s\"}],"));
        assertEquals(
                "enabled",
                sent(signed, "claude-sonnet-4-5").at("/thinking/type").textValue());
        assertEquals(
                "adaptive",
                sent(chat(history.formatted("")), "claude-opus-4-8")
                        .at("/thinking/type")
                        .textValue());
    }

    @Test
    void handsOnThinkingAsAnthropicsOwnClientsSendIt() {
        String own = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":30000}";
        JsonNode sent = sent(fields(own), "claude-3-7-sonnet-latest");
        assertEquals(json("{\"type\":\"enabled\",\"budget_tokens\":30000}"), sent.path("thinking"));
        assertEquals(34_096, sent.path("max_tokens").longValue());
        assertEquals(
                "enabled",
                sent(fields(own), "claude-opus-4-6").at("/thinking/type").textValue());
        assertEquals(
                "adaptive",
                sent(fields(own), "claude-opus-4-7").at("/thinking/type").textValue());
        assertEquals(
                24_576,
                sent(fields("\"thinking\":{\"type\":\"adaptive\"}"), "claude-opus-4-5")
                        .at("/thinking/budget_tokens")
                        .longValue());
        ChatRequest without = fields(own);
        assertFalse(sent(without, "claude-3-opus-20240229").has("thinking"));
        assertEquals(List.of("thinking"), without.parameters().dropped());
    }
}
