package io.penstock.provider.bedrock.request;

import static io.penstock.provider.bedrock.Requests.fields;
import static io.penstock.provider.bedrock.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model is sent by its name, and what is left out for it. */
@NullUnmarked
class ModelTest {

    private static final String PROFILE =
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";
    private static final String NOVA = "amazon.nova-lite-v1:0";

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-v2:1, 0",
        "anthropic.claude-instant-v1, 0",
        "anthropic.claude-3-haiku-20240307-v1:0, 30",
        "anthropic.claude-3-5-sonnet-20241022-v2:0, 35",
        "us.anthropic.claude-3-7-sonnet-20250219-v1:0, 37",
        "us.anthropic.claude-opus-4-20250514-v1:0, 40",
        "us.anthropic.claude-opus-4-1-20250805-v1:0, 41",
        "global.anthropic.claude-haiku-4-5-20251001-v1:0, 45",
        "global.anthropic.claude-opus-4-6-v1, 46",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0, 45",
        "anthropic.claude-next, 50",
        "amazon.nova-pro-v1:0, 0",
        "meta.llama3-1-405b-instruct-v1:0, 0"
    })
    void readsTheVersionOfAClaude(String id, int version) {
        assertEquals(version, Model.of(id).claude());
    }

    @ParameterizedTest
    @CsvSource({
        "us.amazon.nova-lite-v1:0, NOVA",
        "us.amazon.nova-2-lite-v1:0, NOVA_2",
        "openai.gpt-oss-120b-1:0, GPT_OSS",
        "us.deepseek.r1-v1:0, DEEPSEEK_R1",
        "deepseek.v3-v1:0, DEEPSEEK",
        "mistral.mistral-large-2407-v1:0, MISTRAL",
        "us.meta.llama4-scout-17b-instruct-v1:0, OTHER",
        "cohere.command-r-plus-v1:0, OTHER",
        PROFILE + ", UNKNOWN"
    })
    void knowsTheFamilies(String id, Model.Family family) {
        assertEquals(family, Model.of(id).family());
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-sonnet-4-20250514-v1:0, /additionalModelRequestFields/top_k",
        "amazon.nova-lite-v1:0, /additionalModelRequestFields/inferenceConfig/topK",
        "us.amazon.nova-2-lite-v1:0, /additionalModelRequestFields/inferenceConfig/topK"
    })
    void putsTopKWhereTheModelHasIt(String model, String place) {
        ChatRequest chat = fields("'top_k':40");
        assertEquals(40, sent(chat, model).at(place).asInt());
        assertEquals(List.of(), chat.parameters().dropped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"meta.llama3-1-8b-instruct-v1:0", "global.anthropic.claude-opus-4-7", "deepseek.v3-v1:0", PROFILE
            })
    void dropsTopKElsewhere(String model) {
        ChatRequest chat = fields("'top_k':40");
        assertEquals(List.of("messages"), names(sent(chat, model)));
        assertEquals(List.of("top_k"), chat.parameters().dropped());
    }

    @Test
    void samplesOneWayOnlyFromClaude41On() {
        String both = "'temperature':0.5,'top_p':0.25";
        assertEquals(
                Ask.json("{'temperature':0.5,'topP':0.25}"),
                inference(both, "us.anthropic.claude-opus-4-20250514-v1:0"));
        String one = "us.anthropic.claude-opus-4-1-20250805-v1:0";
        assertEquals(Ask.json("{'temperature':0.5}"), inference(both, one));
        assertEquals(Ask.json("{'topP':0.25}"), inference("'top_p':0.25", one));
        assertEquals(Ask.json("{'temperature':1.0}"), inference("'temperature':1.7", NOVA));
        assertEquals(Ask.json("null"), inference(both, "global.anthropic.claude-opus-4-7"));
    }

    @Test
    void stopsWhereTheModelCanStop() {
        assertEquals(
                Ask.json("['END',' ']"),
                inference("'stop':['','END',' ']", NOVA).path("stopSequences"));
        ChatRequest empty = fields("'stop':''");
        assertEquals(List.of("messages"), names(sent(empty, NOVA)));
        assertEquals(List.of(), empty.parameters().dropped());
        ChatRequest blank = fields("'stop':['END',' ']");
        assertEquals(
                Ask.json("['END']"),
                sent(blank, "anthropic.claude-3-haiku-20240307-v1:0").at("/inferenceConfig/stopSequences"));
        assertEquals(List.of("stop"), blank.parameters().dropped());
        ChatRequest without = fields("'stop':'END'");
        assertEquals(List.of("messages"), names(sent(without, "openai.gpt-5")));
        assertEquals(List.of("stop"), without.parameters().dropped());
    }

    @Test
    void passesGuardrailsAndTheOtherSectionsOfConverseOn() {
        for (String name : List.of("guardrailConfig", "guardrail_config")) {
            String guardrail = "{'guardrailIdentifier':'g1','guardrailVersion':'1','trace':'enabled'}";
            ChatRequest chat = fields("'" + name + "':" + guardrail);
            assertEquals(Ask.json(guardrail), sent(chat, PROFILE).path("guardrailConfig"));
            assertEquals(List.of(), chat.parameters().dropped());
        }
        ChatRequest chat = fields("'performanceConfig':{'latency':'optimized'},'service_tier':'flex',"
                + "'additionalModelRequestFields':{'own':[1.50]},'user':'u-1','metadata':{'team':'a b'}");
        JsonNode sent = sent(chat, PROFILE);
        assertEquals("optimized", sent.at("/performanceConfig/latency").asText());
        assertEquals("flex", sent.at("/serviceTier/type").asText());
        assertEquals(
                "{\"own\":[1.50]}", sent.path("additionalModelRequestFields").toString());
        assertEquals(Ask.json("{'team':'a b','user':'u-1'}"), sent.path("requestMetadata"));
        assertEquals(List.of(), chat.parameters().dropped());
    }

    @Test
    void dropsMetadataThatAwsRefuses() {
        ChatRequest chat = fields("'metadata':{'mail':'a@b.c','quote':'\"'},'user':'a;b'");
        assertEquals(List.of("messages"), names(sent(chat, PROFILE)));
        assertEquals(List.of("metadata", "user"), chat.parameters().dropped());
    }

    private static JsonNode inference(String fields, String model) {
        JsonNode sent = sent(fields(fields), model);
        return sent.has("inferenceConfig") ? sent.path("inferenceConfig") : Ask.json("null");
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
