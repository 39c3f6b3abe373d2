package io.penstock.provider.anthropic.request;

import static io.penstock.provider.anthropic.Requests.chat;
import static io.penstock.provider.anthropic.Requests.fields;
import static io.penstock.provider.anthropic.Requests.json;
import static io.penstock.provider.anthropic.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.shared.chat.error.ApiException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ToolPlanTest {

    private static final String MODEL = "claude-sonnet-4-5";
    private static final String UNFORCED = "claude-opus-5-5";
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"f","description":"does f",
                "parameters":{"type":"object","properties":{"x":{"type":"integer","maximum":9007199254740993}}}}},
              {"type":"function","function":{"name":"g"},"cache_control":{"type":"ephemeral"}}]""";

    @Test
    void sendsToolsWithTheirSchemasAndCacheHints() {
        JsonNode sent = sent(fields(TOOLS), MODEL);
        assertEquals(json("""
                        [{"name":"f","description":"does f",
                          "input_schema":{"type":"object","properties":{"x":{"type":"integer","maximum":9007199254740993}}}},
                         {"name":"g","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}]"""), sent.path("tools"));
        assertFalse(sent.has("tool_choice"));
    }

    @Test
    void saysEveryFormOfChoice() {
        assertEquals(json("{\"type\":\"none\"}"), choice("\"tool_choice\":\"none\""));
        assertEquals(json("{\"type\":\"any\"}"), choice("\"tool_choice\":\"required\""));
        assertEquals(
                json("{\"type\":\"tool\",\"name\":\"g\"}"),
                choice("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}"));
        assertEquals(
                json("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"),
                choice("\"parallel_tool_calls\":false"));
        assertEquals(
                json("{\"type\":\"any\",\"disable_parallel_tool_use\":true}"),
                choice("\"tool_choice\":\"required\",\"parallel_tool_calls\":false"));
        assertTrue(
                choice("\"tool_choice\":\"auto\",\"parallel_tool_calls\":true").isMissingNode());
    }

    @Test
    void offersOnlyTheToolsThatAreAllowed() {
        String allowed = "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"%s\",\"tools\":"
                + "[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}";
        JsonNode sent = sent(fields(TOOLS + "," + allowed.formatted("required")), MODEL);
        assertEquals(1, sent.path("tools").size());
        assertEquals("g", sent.at("/tools/0/name").textValue());
        assertEquals(json("{\"type\":\"any\"}"), sent.path("tool_choice"));
        assertTrue(choice(allowed.formatted("auto")).isMissingNode());
    }

    @Test
    void refusesAChoiceThatLeavesNoTool() {
        String other = "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"h\"}}";
        ApiException refused = assertThrows(ApiException.class, () -> sent(fields(TOOLS + "," + other), UNFORCED));
        assertEquals("tool_choice", refused.error().param());
    }

    @Test
    void tellsAModelThatCannotBeForcedToCallWhatItMust() {
        ChatRequest named = fields(TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}");
        JsonNode sent = sent(named, UNFORCED);
        assertFalse(sent.has("tool_choice"));
        assertEquals(1, sent.path("tools").size());
        assertEquals("You must call the tool g now.", sent.at("/system/0/text").textValue());
        assertEquals(List.of("tool_choice"), named.parameters().dropped());
        JsonNode required =
                sent(fields(TOOLS + ",\"tool_choice\":\"required\",\"parallel_tool_calls\":false"), UNFORCED);
        assertEquals(json("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"), required.path("tool_choice"));
        assertEquals(2, required.path("tools").size());
        assertEquals(
                "You must call at least one of the tools now.",
                required.at("/system/0/text").textValue());
    }

    @Test
    void renamesToolsWhoseNamesAnthropicRefuses() {
        String name = "ns.do it";
        JsonNode sent = sent(
                chat(("{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"NAME\"}},"
                                + "{\"type\":\"function\",\"function\":{\"name\":\"ns_do_it\"}}],"
                                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"NAME\"}},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"tool_calls\":"
                                + "[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"NAME\",\"arguments\":\"{}\"}}]},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"1\"}]}")
                        .replace("NAME", name)),
                MODEL);
        assertEquals("ns_do_it_2", sent.at("/tools/0/name").textValue());
        assertEquals("ns_do_it", sent.at("/tools/1/name").textValue());
        assertEquals("ns_do_it_2", sent.at("/tool_choice/name").textValue());
        assertEquals("ns_do_it_2", sent.at("/messages/1/content/0/name").textValue());
    }

    @Test
    void holdsTheModelToStrictSchemasWhereItCanBe() {
        String tool = """
                {"type":"function","function":{"name":"f%d","strict":true,"parameters":{"type":"object",
                  "properties":{"x":{"type":["integer","null"],"minimum":1}},"required":["x"],"additionalProperties":false}}}""";
        String one = "\"tools\":[" + tool.formatted(0) + "]";
        JsonNode strict = sent(fields(one), MODEL).at("/tools/0");
        assertTrue(strict.path("strict").booleanValue());
        assertEquals(json("""
                        {"type":"object","properties":{"x":{"type":["integer","null"],"description":"Must have minimum: 1."}},
                         "required":["x"],"additionalProperties":false}"""), strict.path("input_schema"));
        assertFalse(sent(fields(one), "claude-3-7-sonnet-latest").at("/tools/0").has("strict"));
        String many =
                "\"tools\":[" + IntStream.range(0, 17).mapToObj(tool::formatted).collect(Collectors.joining(",")) + "]";
        JsonNode lax = sent(fields(many), MODEL).at("/tools/0");
        assertFalse(lax.has("strict"));
        assertEquals(1, lax.at("/input_schema/properties/x/minimum").intValue());
    }

    private static JsonNode choice(String fields) {
        return sent(fields(TOOLS + "," + fields), MODEL).path("tool_choice");
    }
}
