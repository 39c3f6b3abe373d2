package io.penstock.provider.anthropic.request;

import static io.penstock.provider.anthropic.Requests.chat;
import static io.penstock.provider.anthropic.Requests.fields;
import static io.penstock.provider.anthropic.Requests.json;
import static io.penstock.provider.anthropic.Requests.sent;
import static io.penstock.provider.anthropic.Requests.sentUnder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class RequestMapperTest {

    private static final String SONNET = "claude-sonnet-4-5-20250929";
    private static final String OPUS = "claude-opus-5-5";

    @Test
    void sendsNothingThatNobodyAskedFor() {
        assertEquals(json("""
                        {"model":"claude-sonnet-4-5","max_tokens":64000,
                         "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}"""), sent(fields(""), "claude-sonnet-4-5"));
        assertTrue(sent(fields("\"stream\":true"), SONNET).path("stream").booleanValue());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307,4096",
        "claude-3-5-haiku-20241022,8192",
        "claude-3-7-sonnet-latest,16000",
        "claude-opus-4-1-20250805,16000",
        "claude-haiku-4-5@20251001,64000",
        "claude-opus-5-5,64000",
        "claude-next,64000",
        "kimi-k2,8192"
    })
    void setsALimitWhereTheClientSetsNone(String model, long tokens) {
        assertEquals(tokens, sent(fields(""), model).path("max_tokens").asLong());
    }

    @Test
    void takesEitherNameOfTheLimitAndHoldsItToWhatTheModelCanDo() {
        assertEquals(
                7, sent(fields("\"max_tokens\":7"), SONNET).path("max_tokens").asLong());
        assertEquals(
                8,
                sent(fields("\"max_completion_tokens\":8"), SONNET)
                        .path("max_tokens")
                        .asLong());
        assertEquals(
                64_000,
                sent(fields("\"max_tokens\":200000"), SONNET).path("max_tokens").asLong());
        assertEquals(
                200_000,
                sent(fields("\"max_tokens\":200000"), "glm-5")
                        .path("max_tokens")
                        .asLong());
    }

    @Test
    void sendsTheParametersThatAnthropicHas() {
        ChatRequest chat = fields("\"temperature\":1.7,\"top_k\":40,\"stop\":[\"END\",\"\\n\\n\"],\"user\":\"u-1\","
                + "\"service_tier\":\"standard_only\",\"cache_control\":{\"type\":\"ephemeral\"}");
        JsonNode sent = sent(chat, SONNET);
        assertEquals(1.0, sent.path("temperature").doubleValue());
        assertEquals(40, sent.path("top_k").intValue());
        assertEquals(json("[\"END\"]"), sent.path("stop_sequences"));
        assertEquals(json("{\"user_id\":\"u-1\"}"), sent.path("metadata"));
        assertEquals("standard_only", sent.path("service_tier").textValue());
        assertEquals(json("{\"type\":\"ephemeral\"}"), sent.path("cache_control"));
        // A stop of white space is refused by Anthropic.
        assertEquals(List.of("stop"), chat.parameters().dropped());
    }

    @Test
    void namesWhatAnthropicLacksAndKeepsQuietOfValuesThatSayNothing() {
        ChatRequest chat = fields("\"seed\":7,\"logprobs\":true,\"top_logprobs\":2,\"logit_bias\":{\"5\":1},"
                + "\"frequency_penalty\":0.5,\"presence_penalty\":0,\"service_tier\":\"flex\",\"metadata\":{\"a\":\"b\"},"
                + "\"temperature\":1,\"top_p\":1,\"store\":false");
        JsonNode sent = sent(chat, OPUS);
        assertEquals(
                List.of(
                        "seed",
                        "logprobs",
                        "top_logprobs",
                        "logit_bias",
                        "frequency_penalty",
                        "metadata",
                        "service_tier"),
                chat.parameters().dropped());
        assertFalse(sent.has("metadata"));
        assertFalse(sent.has("temperature"));
    }

    @Test
    void takesTheUserFromMetadataAsAnthropicsOwnClientsSendIt() {
        ChatRequest chat = fields("\"metadata\":{\"user_id\":\"u-2\"}");
        assertEquals(json("{\"user_id\":\"u-2\"}"), sent(chat, SONNET).path("metadata"));
        assertEquals(List.of(), chat.parameters().dropped());
    }

    @Test
    void sendsTemperatureOrTopPWhereTheModelRefusesBoth() {
        ChatRequest newer = fields("\"temperature\":0.3,\"top_p\":0.9");
        JsonNode sent = sent(newer, SONNET);
        assertEquals(0.3, sent.path("temperature").doubleValue());
        assertFalse(sent.has("top_p"));
        assertEquals(List.of("top_p"), newer.parameters().dropped());
        ChatRequest older = fields("\"temperature\":0.3,\"top_p\":0.9");
        assertEquals(0.9, sent(older, "claude-3-7-sonnet-latest").path("top_p").doubleValue());
        assertEquals(List.of(), older.parameters().dropped());
        ChatRequest one = fields("\"temperature\":1,\"top_p\":0.9");
        assertEquals(0.9, sent(one, SONNET).path("top_p").doubleValue());
        assertEquals(List.of(), one.parameters().dropped());
    }

    @Test
    void dropsSamplingWhereTheModelOrTheVersionRefusesIt() {
        String sampling = "\"temperature\":0.3,\"top_p\":0.9,\"top_k\":5";
        List<String> all = List.of("temperature", "top_p", "top_k");
        for (String model : new String[] {OPUS, "claude-opus-4-7", "claude-sonnet-5", "claude-fable-5-1"}) {
            ChatRequest chat = fields(sampling);
            assertFalse(sent(chat, model).has("temperature"), model);
            assertEquals(all, chat.parameters().dropped(), model);
        }
        ChatRequest chat = fields(sampling);
        JsonNode sent = sentUnder("2026-10-21", chat, SONNET);
        assertFalse(sent.has("temperature") || sent.has("top_p") || sent.has("top_k"));
        assertEquals(all, chat.parameters().dropped());
    }

    @Test
    void handsOnOutputConfigOfAnthropicsOwn() {
        JsonNode sent = sent(fields("\"output_config\":{\"effort\":\"max\"},\"reasoning_effort\":\"low\""), OPUS);
        assertEquals(json("{\"effort\":\"max\"}"), sent.path("output_config"));
    }

    @Test
    void addsWhatTheModelIsToldBehindTheSystemPrompt() {
        JsonNode sent = sent(chat("""
                {"model":"m","messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"hi"}],
                 "response_format":{"type":"json_object"}}"""), OPUS);
        assertEquals("Be kind", sent.at("/system/0/text").textValue());
        assertTrue(sent.at("/system/1/text").textValue().startsWith("Answer with one JSON object"));
    }
}
