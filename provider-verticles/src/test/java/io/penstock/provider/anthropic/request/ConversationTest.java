package io.penstock.provider.anthropic.request;

import static io.penstock.provider.anthropic.Requests.json;
import static io.penstock.provider.anthropic.Requests.messages;
import static io.penstock.provider.anthropic.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.anthropic.wire.Block;
import io.penstock.shared.chat.error.ApiException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ConversationTest {

    private static final String MODEL = "claude-sonnet-4-5";

    @Test
    void putsInstructionsFromAnywhereIntoTheSystemPromptWithTheirCacheHints() {
        JsonNode sent = sent(messages("""
                {"role":"system","content":"One"},
                {"role":"user","content":"hi"},
                {"role":"developer","content":[{"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]},
                {"role":"system","content":"  "}"""), MODEL);
        assertEquals(json("""
                        [{"type":"text","text":"One"},
                         {"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]"""), sent.path("system"));
        assertEquals(
                json("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]"), sent.path("messages"));
    }

    @Test
    void makesOneTurnOfMessagesFromOneSide() {
        assertEquals(json("""
                        [{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                         {"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]},
                         {"role":"user","content":[{"type":"text","text":"e"},{"type":"text","text":"f"}]}]"""), turns("""
                        {"role":"user","content":"a"},{"role":"user","content":"b"},
                        {"role":"assistant","content":"c"},{"role":"assistant","content":"d"},
                        {"role":"user","content":"e"},{"role":"assistant","content":""},{"role":"user","content":"f"}"""));
    }

    @Test
    void groupsResultsOfToolsInOneTurnAheadOfWhatTheUserSays() {
        assertEquals(json("""
                        [{"role":"user","content":[{"type":"text","text":"go"}]},
                         {"role":"assistant","content":[
                           {"type":"tool_use","id":"call_1","name":"f","input":{"n": 9007199254740993}},
                           {"type":"tool_use","id":"call_2","name":"g","input":{}}]},
                         {"role":"user","content":[
                           {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"two"}]},
                           {"type":"tool_result","tool_use_id":"call_1","content":[
                              {"type":"text","text":"one"},
                              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}}],
                            "cache_control":{"type":"ephemeral"}},
                           {"type":"text","text":"between"},{"type":"text","text":"and now?"}]}]"""), turns("""
                        {"role":"user","content":"go"},
                        {"role":"assistant","content":null,"tool_calls":[
                          {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\\"n\\": 9007199254740993}"}},
                          {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]},
                        {"role":"tool","tool_call_id":"call_2","content":"two"},
                        {"role":"user","content":"between"},
                        {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"one"},
                          {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"},
                           "cache_control":{"type":"ephemeral"}}]},
                        {"role":"user","content":"and now?"}"""));
    }

    @Test
    void keepsArgumentsCharacterForCharacter() {
        var request = new RequestMapper(true).map(messages("""
                        {"role":"user","content":"go"},
                        {"role":"assistant","tool_calls":[{"id":"c","type":"function",
                          "function":{"name":"f","arguments":"{ \\"x\\":1.50e3, \\"n\\":123456789012345678901}"}}]},
                        {"role":"tool","tool_call_id":"c","content":""}"""), MODEL, false);
        var call = (Block.ToolUse) request.messages().get(1).content().get(0);
        assertEquals(
                "{ \"x\":1.50e3, \"n\":123456789012345678901}", call.input().text());
    }

    @Test
    void refusesArgumentsThatAreNoObjectNamingThem() {
        ApiException refused = assertThrows(ApiException.class, () -> turns("""
                {"role":"user","content":"go"},
                {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"[1]"}}]}"""));
        assertEquals(400, refused.error().status());
        assertEquals(
                "messages[1].tool_calls[0].function.arguments", refused.error().param());
    }

    @Test
    void sendsImagesAndDocumentsInEveryFormThatAnthropicTakes() {
        assertEquals(json("""
                        [{"type":"text","text":"see","cache_control":{"type":"ephemeral"}},
                         {"type":"image","source":{"type":"url","url":"https://h/i.png"}},
                         {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"QUJD"}},
                         {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"QUJD"},
                          "title":"a.pdf"},
                         {"type":"document","source":{"type":"text","media_type":"text/plain","data":"ABC"}}]"""), turns("""
                        {"role":"user","content":[
                          {"type":"text","text":"see","cache_control":{"type":"ephemeral"}},
                          {"type":"image_url","image_url":{"url":"https://h/i.png","detail":"low"}},
                          {"type":"image_url","image_url":{"url":"data:image/jpg;base64,QUJD"}},
                          {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QUJD"}},
                          {"type":"file","file":{"file_data":"data:text/markdown;base64,QUJD"}}]}""").at("/0/content"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QQ==\",\"format\":\"wav\"}}",
                "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/zip;base64,QUJD\"}}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64,QUJDR\"}}"
            })
    void refusesPartsThatAnthropicHasNoFormForNamingThem(String part) {
        ApiException refused = assertThrows(
                ApiException.class,
                () -> turns("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}," + part + "]}"));
        assertEquals("messages[0].content[1]", refused.error().param());
    }

    @Test
    void refusesImagesOfTheAssistantAndInInstructions() {
        for (String role : new String[] {"assistant", "system"}) {
            ApiException refused = assertThrows(
                    ApiException.class,
                    () -> turns(
                            "{\"role\":\"" + role
                                    + "\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://h/i.png\"}}]}"));
            assertEquals("messages[0].content[0]", refused.error().param());
        }
    }

    @Test
    void leavesOutTextWithoutAVisibleCharacter() {
        assertEquals(
                json("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]"),
                turns(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"},{\"type\":\"text\",\"text\":\" \\n\"},"
                                + "{\"type\":\"text\",\"text\":\"x\"}]}"));
        ApiException refused = assertThrows(ApiException.class, () -> turns("{\"role\":\"user\",\"content\":\" \"}"));
        assertEquals("messages", refused.error().param());
    }

    @Test
    void hasTheUserSpeakFirstAlways() {
        assertEquals(
                json("""
                        [{"role":"user","content":[{"type":"text","text":"."}]},
                         {"role":"assistant","content":[{"type":"text","text":"Welcome!"}]},
                         {"role":"user","content":[{"type":"text","text":"hi"}]}]"""),
                turns("{\"role\":\"assistant\",\"content\":\"Welcome!\"},{\"role\":\"user\",\"content\":\"hi\"}"));
        JsonNode alone = sent(messages("{\"role\":\"system\",\"content\":\"Write a poem\"}"), MODEL);
        assertFalse(alone.has("system"));
        assertEquals("Write a poem", alone.at("/messages/0/content/0/text").asText());
    }

    @Test
    void takesTrailingSpaceOffWhatTheModelIsToGoOnWriting() {
        assertEquals(
                "Once upon",
                turns(
                                "{\"role\":\"user\",\"content\":\"tell \"},{\"role\":\"assistant\",\"content\":\"Once upon \\n\"}")
                        .at("/1/content/0/text")
                        .asText());
    }

    @Test
    void givesSignedThinkingBackInItsPlacesAndNobodyElses() {
        assertEquals(json("""
                        [{"type":"thinking","thinking":"First a.","signature":"sigA"},
                         {"type":"redacted_thinking","data":"enc"},
                         {"type":"text","text":"Look."},
                         {"type":"tool_use","id":"t1","name":"a","input":{}},
                         {"type":"thinking","thinking":"","signature":"sigB"},
                         {"type":"tool_use","id":"t2","name":"b","input":{}}]"""), turns("""
                        {"role":"user","content":"go"},
                        {"role":"assistant","content":"Look.","reasoning_content":"First a.","reasoning_details":[
                           {"type":"reasoning.text","format":"anthropic","index":0,"text":"First a.","signature":"sigA"},
                           {"type":"reasoning.encrypted","format":"anthropic","index":1,"data":"enc"},
                           {"type":"reasoning.encrypted","format":"gemini","index":2,"data":"theirs"},
                           {"type":"reasoning.text","format":"anthropic","index":3,"text":"unsigned"},
                           {"type":"reasoning.text","format":"anthropic","index":4,"id":"t2","text":"","signature":"sigB"}],
                         "tool_calls":[{"id":"t1","type":"function","function":{"name":"a","arguments":"{}"}},
                                       {"id":"t2","type":"function","function":{"name":"b","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"t1","content":"1"},{"role":"tool","tool_call_id":"t2","content":"2"}""").at("/1/content"));
    }

    @Test
    void givesEveryCallAnIdThatAnthropicTakesAndItsResultTheSame() {
        JsonNode turns = turns("""
                {"role":"user","content":"go"},
                {"role":"assistant","tool_calls":[{"id":"functions.f:0","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"functions.f:0","content":"1"},
                {"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"2"},
                {"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"3"}""");
        assertEquals("functions_f_0", turns.at("/1/content/0/id").asText());
        assertEquals("functions_f_0", turns.at("/2/content/0/tool_use_id").asText());
        assertEquals("f", turns.at("/3/content/0/id").asText());
        assertEquals("f", turns.at("/4/content/0/tool_use_id").asText());
        assertEquals("f_2", turns.at("/5/content/0/id").asText());
        assertEquals("f_2", turns.at("/6/content/0/tool_use_id").asText());
    }

    @Test
    void describesToolsOfEarlierCallsWhereTheRequestHasNone() {
        JsonNode sent = sent(messages("""
                {"role":"user","content":"go"},
                {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c","content":"1"}"""), MODEL);
        assertEquals(
                json("[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]"),
                sent.path("tools"));
        assertEquals(json("{\"type\":\"none\"}"), sent.path("tool_choice"));
        assertTrue(sent.at("/messages/2/content/0/content").isArray());
    }

    private static JsonNode turns(String messages) {
        return sent(messages(messages), MODEL).path("messages");
    }
}
