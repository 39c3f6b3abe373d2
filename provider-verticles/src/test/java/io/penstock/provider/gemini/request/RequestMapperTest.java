package io.penstock.provider.gemini.request;

import static io.penstock.provider.gemini.request.Sent.FLASH;
import static io.penstock.provider.gemini.request.Sent.PRO_3;
import static io.penstock.provider.gemini.request.Sent.asking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.chat.error.ApiException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class RequestMapperTest {

    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'a','description':'A','strict':true,"
                    + "'parameters':{'type':'object','additionalProperties':false,'properties':{'x':{'type':'string'}}}}},"
                    + "{'type':'function','function':{'name':'2nd tool','parameters':{'type':'object','properties':{}}}}]";
    private static final String A =
            "{'name':'a','description':'A','parameters':{'type':'object','properties':{'x':{'type':'string'}}}}";
    private static final String SECOND = "{'name':'_2nd_tool'}";

    @Test
    void sendsWhatTheClientSaysAndNoMore() {
        Sent sent = asking(FLASH, "'stream':true,'stream_options':{'include_usage':true},'n':1,'frequency_penalty':0");
        assertEquals(
                "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'generationConfig':{'frequencyPenalty':0.0}}",
                sent.at(""));
        assertEquals(List.of(), sent.dropped());
    }

    @Test
    void tellsHowTheAnswerIsMade() {
        Sent sent = asking(
                FLASH,
                "'temperature':0.5,'top_p':0.9,'top_k':40,'n':2,'max_completion_tokens':100,'stop':['a','','b'],'seed':7,"
                        + "'presence_penalty':2,'frequency_penalty':-0.5,'logprobs':true,'top_logprobs':3");
        assertEquals(
                "{'temperature':0.5,'topP':0.9,'topK':40,'candidateCount':2,'maxOutputTokens':100,'stopSequences':['a','b'],"
                        + "'seed':7,'presencePenalty':1.99,'frequencyPenalty':-0.5,'responseLogprobs':true,'logprobs':3}",
                sent.at("/generationConfig"));
        assertEquals(List.of(), sent.dropped());
    }

    @Test
    void namesWhatGeminiLacks() {
        Sent sent = asking(
                PRO_3,
                "'user':'u','logit_bias':{'1':2},'parallel_tool_calls':false,'presence_penalty':1,'frequency_penalty':0,"
                        + "'metadata':{'a':'b'},'store':true,'service_tier':'auto'");
        assertEquals(
                List.of("user", "logit_bias", "parallel_tool_calls", "presence_penalty", "metadata", "store"),
                sent.dropped());
        assertEquals("{}", sent.at("/generationConfig"));
    }

    @Test
    void asksForTheServiceTierThatGeminiHas() {
        assertEquals("'flex'", asking(FLASH, "'service_tier':'flex'").at("/serviceTier"));
        Sent unknown = asking(FLASH, "'service_tier':'scale'");
        assertEquals("", unknown.at("/serviceTier"));
        assertEquals(List.of("service_tier"), unknown.dropped());
    }

    @ParameterizedTest
    @CsvSource({"5,5", "-3,-3", "2147483648,-2147483648", "9007199254740993,2097153"})
    void makesASeedOf32Bits(String seed, String sent) {
        assertEquals(sent, asking(FLASH, "'seed':" + seed).at("/generationConfig/seed"));
    }

    @Test
    void takesWhatOnlyGeminiHas() {
        Sent sent = asking(
                FLASH,
                "'safety_settings':[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_NONE'}],"
                        + "'cached_content':'cachedContents/abc'");
        assertEquals("[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_NONE'}]", sent.at("/safetySettings"));
        assertEquals("'cachedContents/abc'", sent.at("/cachedContent"));
        assertEquals(List.of(), sent.dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'auto'|",
                "'none'|{'functionCallingConfig':{'mode':'NONE'}}",
                "'required'|{'functionCallingConfig':{'mode':'ANY'}}",
                "{'type':'function','function':{'name':'2nd tool'}}|{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['_2nd_tool']}}",
                "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'a'}}]}}"
                        + "|{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['a']}}",
            },
            quoteCharacter = '`')
    void saysWhichToolsToCall(String choice, String config) {
        Sent sent = asking(FLASH, TOOLS + ",'tool_choice':" + choice);
        assertEquals("[{'functionDeclarations':[" + A + "," + SECOND + "]}]", sent.at("/tools"));
        assertEquals(config == null ? "" : config, sent.at("/toolConfig"));
        assertEquals(List.of(), sent.dropped());
    }

    @Test
    void tellsOnlyOfToolsThatMayBeCalledWhereNoneMust() {
        Sent sent = asking(
                FLASH,
                TOOLS
                        + ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function',"
                        + "'function':{'name':'a'}}]}}");
        assertEquals("[{'functionDeclarations':[" + A + "]}]", sent.at("/tools"));
        assertEquals("", sent.at("/toolConfig"));
    }

    @Test
    void saysNothingOfToolsWhereThereAreNone() {
        Sent sent = asking(FLASH, "'tools':[],'tool_choice':'auto'");
        assertEquals("", sent.at("/tools"));
        assertEquals("", sent.at("/toolConfig"));
    }

    @Test
    void holdsTheAnswerToASchema() {
        Sent sent = asking(
                FLASH,
                "'response_format':{'type':'json_schema','json_schema':{'name':'p','strict':true,'schema':{'type':'object',"
                        + "'additionalProperties':false,'properties':{'b':{'type':['string','null']},'a':{'const':1}},'required':['b','a']}}}");
        assertEquals("'application/json'", sent.at("/generationConfig/responseMimeType"));
        assertEquals(
                "{'type':'object','properties':{'b':{'type':'string','nullable':true},'a':{'type':'integer',"
                        + "'description':'Always 1.'}},'required':['b','a'],'propertyOrdering':['b','a']}",
                sent.at("/generationConfig/responseSchema"));
    }

    @Test
    void asksForAnyJson() {
        Sent sent = asking(FLASH, "'response_format':{'type':'json_object'}");
        assertEquals("{'responseMimeType':'application/json'}", sent.at("/generationConfig"));
        assertEquals("{}", asking(FLASH, "'response_format':{'type':'text'}").at("/generationConfig"));
    }

    @Test
    void dropsTheFormatWhereTheModelCannotHaveBothItAndTools() {
        String format = ",'response_format':{'type':'json_object'}";
        Sent older = asking(FLASH, TOOLS + format);
        assertEquals(List.of("response_format"), older.dropped());
        assertEquals("{}", older.at("/generationConfig"));
        Sent newer = asking(PRO_3, TOOLS + format);
        assertEquals(List.of(), newer.dropped());
        assertEquals("'application/json'", newer.at("/generationConfig/responseMimeType"));
        Sent none = asking(FLASH, TOOLS + format + ",'tool_choice':'none'");
        assertEquals(List.of(), none.dropped());
        assertEquals("", none.at("/tools") + none.at("/toolConfig"));
        assertEquals("'application/json'", none.at("/generationConfig/responseMimeType"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini-2.5-flash|'reasoning_effort':'none'|{'thinkingBudget':0,'includeThoughts':false}",
                "gemini-2.5-flash|'reasoning_effort':'minimal'|{'thinkingBudget':1024,'includeThoughts':true}",
                "gemini-2.5-flash|'reasoning_effort':'medium'|{'thinkingBudget':8192,'includeThoughts':true}",
                "gemini-2.5-flash|'reasoning_effort':'xhigh'|{'thinkingBudget':24576,'includeThoughts':true}",
                "gemini-2.5-pro|'reasoning_effort':'none'|{'thinkingBudget':128,'includeThoughts':false}",
                "gemini-2.5-pro|'reasoning_effort':'xhigh'|{'thinkingBudget':32768,'includeThoughts':true}",
                "models/gemini-2.5-flash-lite|'thinking':{'type':'enabled','budget_tokens':100}|{'thinkingBudget':512,'includeThoughts':true}",
                "gemini-2.5-flash|'thinking':{'type':'disabled'}|{'thinkingBudget':0,'includeThoughts':false}",
                "gemini-2.5-flash|'thinking':{'type':'enabled'}|{'includeThoughts':true}",
                "gemini-3-pro-preview|'reasoning_effort':'none'|{'thinkingLevel':'LOW','includeThoughts':false}",
                "gemini-3-pro-preview|'reasoning_effort':'medium'|{'thinkingLevel':'HIGH','includeThoughts':true}",
                "gemini-3.1-pro-preview|'reasoning_effort':'medium'|{'thinkingLevel':'MEDIUM','includeThoughts':true}",
                "gemini-3-flash-preview|'reasoning_effort':'minimal'|{'thinkingLevel':'MINIMAL','includeThoughts':true}",
                "gemini-3-flash-preview|'reasoning_effort':'max'|{'thinkingLevel':'HIGH','includeThoughts':true}",
                "gemini-flash-latest|'reasoning_effort':'low'|{'thinkingLevel':'LOW','includeThoughts':true}",
                "gemini-3-flash|'thinking':{'type':'enabled','budget_tokens':2000}|{'thinkingBudget':2000,'includeThoughts':true}",
                "gemini-3-flash|'thinking':{'type':'disabled'}|{'thinkingLevel':'MINIMAL','includeThoughts':false}",
            },
            quoteCharacter = '`')
    void tellsHowMuchToThink(String model, String members, String thinking) {
        Sent sent = asking(model, members);
        assertEquals(thinking, sent.at("/generationConfig/thinkingConfig"));
        assertEquals(List.of(), sent.dropped());
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.0-flash", "gemini-1.5-pro-002", "gemini-2.5-flash-image", "gemma-3-27b-it", "1234567890"})
    void namesReasoningAsDroppedWhereTheModelDoesNotThink(String model) {
        Sent sent = asking(model, "'reasoning_effort':'high','thinking':{'type':'enabled','budget_tokens':5}");
        assertEquals(List.of("reasoning_effort", "thinking"), sent.dropped());
        assertEquals("{}", sent.at("/generationConfig"));
    }

    @Test
    void refusesAValueOfTheWrongType() {
        ApiException refused = assertThrows(ApiException.class, () -> asking(FLASH, "'top_k':'many'"));
        assertEquals("top_k", refused.error().param());
    }
}
