package io.penstock.provider.bedrock.request;

import static io.penstock.provider.bedrock.Requests.fields;
import static io.penstock.provider.bedrock.Requests.messages;
import static io.penstock.provider.bedrock.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ReasoningTest {

    private static final String BUDGET = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String EFFORT = "global.anthropic.claude-opus-4-6-v1";
    private static final String TOOL = "'tools':[{'type':'function','function':{'name':'f'}}]";
    private static final String ADAPTIVE = "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                BUDGET + "|high|{'thinking':{'type':'enabled','budget_tokens':23808}}",
                BUDGET + "|low|{'thinking':{'type':'enabled','budget_tokens':1024}}",
                EFFORT + "|medium|" + ADAPTIVE + "{'effort':'medium'}}",
                EFFORT + "|xhigh|" + ADAPTIVE + "{'effort':'max'}}",
                "us.amazon.nova-2-lite-v1:0|minimal|{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}",
                "us.amazon.nova-2-lite-v1:0|none|{'reasoningConfig':{'type':'disabled'}}",
                "openai.gpt-oss-120b-1:0|high|{'reasoning_effort':'high'}",
                "openai.gpt-5|high|{'reasoning':{'effort':'high'}}"
            })
    void saysItInTheModelsOwnWords(String model, String effort, String own) {
        ChatRequest chat = fields("'reasoning_effort':'" + effort + "'");
        assertEquals(Ask.json(own), sent(chat, model).path("additionalModelRequestFields"));
        assertEquals(List.of(), chat.parameters().dropped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-3-haiku-20240307-v1:0",
                "amazon.nova-lite-v1:0",
                "us.deepseek.r1-v1:0",
                "meta.llama3-1-8b-instruct-v1:0"
            })
    void dropsItWhereTheModelCannotBeTold(String model) {
        ChatRequest chat = fields("'reasoning_effort':'high'");
        assertFalse(sent(chat, model).has("additionalModelRequestFields"));
        assertEquals(List.of("reasoning_effort"), chat.parameters().dropped());
    }

    @Test
    void leavesAFifthOfTheLimitForTheAnswerAndDoesWithoutBelowTheLeastBudget() {
        JsonNode sent = sent(fields("'reasoning_effort':'high','max_tokens':5000"), BUDGET);
        assertEquals(
                4000,
                sent.at("/additionalModelRequestFields/thinking/budget_tokens").asInt());
        assertEquals(5000, sent.at("/inferenceConfig/maxTokens").asInt());
        ChatRequest tight = fields("'reasoning_effort':'high','max_tokens':1200");
        assertEquals(1200, sent(tight, BUDGET).at("/inferenceConfig/maxTokens").asInt());
        assertEquals(List.of("reasoning_effort"), tight.parameters().dropped());
    }

    @Test
    void givesSamplingUpForReasoningAndReasoningForAForcedTool() {
        ChatRequest chat = fields("'reasoning_effort':'low','temperature':0.2,'top_p':0.5,'top_k':9");
        JsonNode sent = sent(chat, BUDGET);
        assertEquals(Ask.json("{'maxTokens':9216}"), sent.path("inferenceConfig"));
        assertEquals(Ask.json("['/usage/output_tokens_details']"), sent.path("additionalModelResponseFieldPaths"));
        assertEquals(List.of("temperature", "top_p", "top_k"), chat.parameters().dropped());
        ChatRequest forced = fields("'reasoning_effort':'low','tool_choice':'required'," + TOOL);
        assertFalse(sent(forced, BUDGET).has("additionalModelRequestFields"));
        assertEquals(List.of("reasoning_effort"), forced.parameters().dropped());
    }

    @ParameterizedTest
    @ValueSource(strings = {"thinking", "reasoning_config"})
    void treatsReasoningAmongTheModelsOwnFieldsAsThatOfAParameter(String name) {
        String thinking = "'" + name + "':{'type':'enabled','budget_tokens':2000}";
        String others = ",'temperature':0.2,'response_format':{'type':'json_schema',"
                + "'json_schema':{'name':'a','schema':{'type':'object'}}}";
        JsonNode asParameter = sent(fields(thinking + others), BUDGET);
        ChatRequest asField = fields("'additionalModelRequestFields':{" + thinking + "}" + others);
        assertEquals(asParameter, sent(asField, BUDGET));
        assertEquals(List.of("temperature"), asField.parameters().dropped());
        assertEquals(10_192, asParameter.at("/inferenceConfig/maxTokens").asInt());
        assertFalse(asParameter.path("toolConfig").has("toolChoice"));
    }

    @Test
    void sendsSignedReasoningBackToClaudeOnly() {
        String talk = """
                {'role':'user','content':'hi'},
                {'role':'assistant','content':'well','reasoning_details':[
                  {'type':'reasoning.text','format':'bedrock','text':'hm','signature':'sig'},
                  {'type':'reasoning.encrypted','format':'bedrock','data':'c2VhbGVk'},
                  {'type':'reasoning.text','format':'gemini','text':'no','signature':'other'}]},
                {'role':'user','content':'go on'}""";
        assertEquals(Ask.json("""
                        [{'reasoningContent':{'reasoningText':{'text':'hm','signature':'sig'}}},
                         {'reasoningContent':{'redactedContent':'c2VhbGVk'}},{'text':'well'}]"""), answer(talk, BUDGET));
        assertEquals(Ask.json("[{'text':'well'}]"), answer(talk, "amazon.nova-lite-v1:0"));
    }

    private static JsonNode answer(String talk, String model) {
        return sent(messages(talk), model).at("/messages/1/content");
    }
}
