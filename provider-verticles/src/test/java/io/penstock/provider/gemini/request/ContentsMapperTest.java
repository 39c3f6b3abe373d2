package io.penstock.provider.gemini.request;

import static io.penstock.provider.gemini.request.Sent.FLASH;
import static io.penstock.provider.gemini.request.Sent.PRO_3;
import static io.penstock.provider.gemini.request.Sent.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.chat.error.ApiException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ContentsMapperTest {

    private static final String USER = "{'role':'user','content':'Hi'}";
    private static final String CALLS = "{'role':'assistant','content':null,'tool_calls':["
            + "{'id':'c1','type':'function','function':{'name':'a','arguments':'{\\'n\\':9007199254740993}'}},"
            + "{'id':'c2','type':'function','function':{'name':'b','arguments':''}}]}";
    private static final String RESULTS =
            "{'role':'tool','tool_call_id':'c2','content':'two'},{'role':'tool','tool_call_id':'c1','content':'{\\'k\\':1}'}";

    @Test
    void gathersInstructionsWhereverTheyStand() {
        Sent sent = saying(
                FLASH,
                "{'role':'system','content':'A'}," + USER
                        + ",{'role':'assistant','content':'Ho'},{'role':'developer','content':[{'type':'text','text':'B'}]},"
                        + USER);
        assertEquals("{'parts':[{'text':'A'},{'text':'B'}]}", sent.at("/systemInstruction"));
        assertEquals(
                "[{'role':'user','parts':[{'text':'Hi'}]},{'role':'model','parts':[{'text':'Ho'}]},"
                        + "{'role':'user','parts':[{'text':'Hi'}]}]",
                sent.at("/contents"));
    }

    @Test
    void asksWithTheInstructionsWhereThereIsNothingElse() {
        Sent sent = saying(FLASH, "{'role':'system','content':'A'}");
        assertEquals("[{'role':'user','parts':[{'text':'A'}]}]", sent.at("/contents"));
        assertEquals("", sent.at("/systemInstruction"));
    }

    @Test
    void givesInstructionsToGemmaWithTheFirstMessage() {
        Sent sent = saying("gemma-3-27b-it", "{'role':'system','content':'A'}," + USER);
        assertEquals("[{'role':'user','parts':[{'text':'A'},{'text':'Hi'}]}]", sent.at("/contents"));
        assertEquals("", sent.at("/systemInstruction"));
    }

    @Test
    void joinsMessagesOfTheSameRole() {
        Sent sent = saying(
                FLASH, USER + "," + USER + ",{'role':'assistant','content':'a'},{'role':'assistant','content':'b'}");
        assertEquals(
                "[{'role':'user','parts':[{'text':'Hi'},{'text':'Hi'}]},"
                        + "{'role':'model','parts':[{'text':'a'},{'text':'b'}]}]",
                sent.at("/contents"));
    }

    @ParameterizedTest
    @CsvSource({"''", "null"})
    void leavesOutAnEmptyAnswer(String content) {
        String json = content.isEmpty() ? "''" : content;
        Sent sent = saying(FLASH, USER + ",{'role':'assistant','content':" + json + "}," + USER);
        assertEquals(
                "[{'role':'user','parts':[{'text':'Hi'}]},{'role':'user','parts':[{'text':'Hi'}]}]"
                        .replace("]},{'role':'user','parts':[", ","),
                sent.at("/contents"));
    }

    @Test
    void givesAnEmptyMessageATextThatGeminiTakes() {
        assertEquals(
                "[{'role':'user','parts':[{'text':' '}]}]",
                saying(FLASH, "{'role':'user','content':''}").at("/contents"));
    }

    @Test
    void groupsAllResultsBehindTheirCalls() {
        Sent sent = saying(FLASH, USER + "," + CALLS + "," + RESULTS + ",{'role':'user','content':'and?'}");
        assertEquals(
                "{'role':'model','parts':[{'functionCall':{'name':'a','args':{'n':9007199254740993}}},"
                        + "{'functionCall':{'name':'b','args':{}}}]}",
                sent.at("/contents/1"));
        assertEquals(
                "{'role':'user','parts':[{'functionResponse':{'name':'b','response':{'output':'two'}}},"
                        + "{'functionResponse':{'name':'a','response':{'k':1}}}]}",
                sent.at("/contents/2"));
        assertEquals("{'role':'user','parts':[{'text':'and?'}]}", sent.at("/contents/3"));
    }

    @Test
    void tellsGemini3WhichResultIsWhichCalls() {
        Sent sent = saying(PRO_3, USER + "," + CALLS + "," + RESULTS);
        assertEquals("'c1'", sent.at("/contents/1/parts/0/functionCall/id"));
        assertEquals("'c2'", sent.at("/contents/1/parts/1/functionCall/id"));
        assertEquals("'c2'", sent.at("/contents/2/parts/0/functionResponse/id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'plain'|{'output':'plain'}",
                "''|{'output':''}",
                "'[1]'|{'output':'[1]'}",
                "'{\\'a\\':1.50}'|{'a':1.50}",
                "'{\\'a\\':'|{'output':'{\\\\'a\\\\':'}",
                "'{\\'a\\':9007199254740993}'|{'output':'{\\\\'a\\\\':9007199254740993}'}",
                "'{\\'$ref\\':\\'x\\'}'|{'output':'{\\\\'$ref\\\\':\\\\'x\\\\'}'}",
                "[{'type':'text','text':'a'},{'type':'text','text':'b'}]|{'output':'a\\\\nb'}",
            },
            quoteCharacter = '`')
    void wrapsAResultThatIsNoSafeObject(String content, String response) {
        Sent sent =
                saying(FLASH, USER + "," + CALLS + ",{'role':'tool','tool_call_id':'c1','content':" + content + "}");
        assertEquals(response.replace("\\\\", "\\"), sent.at("/contents/2/parts/0/functionResponse/response"));
    }

    @Test
    void putsImagesIntoAResultOrBehindIt() {
        String result = ",{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'see'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]}";
        String image = "{'inlineData':{'mimeType':'image/png','data':'AAAA'}}";
        assertEquals(
                "[" + image + "]",
                saying(PRO_3, USER + "," + CALLS + result).at("/contents/2/parts/0/functionResponse/parts"));
        Sent older = saying(FLASH, USER + "," + CALLS + result + "," + USER);
        assertEquals("{'output':'see'}", older.at("/contents/2/parts/0/functionResponse/response"));
        assertEquals("{'role':'user','parts':[" + image + ",{'text':'Hi'}]}", older.at("/contents/3"));
        assertEquals(
                "{'role':'user','parts':[" + image + "]}",
                saying(FLASH, USER + "," + CALLS + result).at("/contents/3"));
    }

    @Test
    void refusesAResultOfNoCall() {
        assertRefused("messages[1].tool_call_id", USER + ",{'role':'tool','tool_call_id':'x','content':'1'}");
    }

    @Test
    void refusesArgumentsThatAreNoObject() {
        assertRefused(
                "messages[1].tool_calls[0].function.arguments",
                USER
                        + ",{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'a','arguments':'[1]'}}]}");
    }

    @Test
    void refusesInstructionsThatAreNoText() {
        assertRefused(
                "messages[0].content[0]",
                "{'role':'system','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]}");
    }

    @Test
    void takesTheResultOfAFunctionAsItWasBeforeTools() {
        Sent sent = saying(
                FLASH,
                USER + ",{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                        + "{'role':'function','name':'f','content':'1'}");
        assertEquals("{'functionResponse':{'name':'f','response':{'output':'1'}}}", sent.at("/contents/2/parts/0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'image_url','image_url':{'url':'data:image/jpg;base64,AAAA'}}|{'inlineData':{'mimeType':'image/jpeg','data':'AAAA'}}",
                "{'type':'image_url','image_url':{'url':'https://e.com/a.PNG?x=1.jpg'}}|{'fileData':{'mimeType':'image/png','fileUri':'https://e.com/a.PNG?x=1.jpg'}}",
                "{'type':'image_url','image_url':{'url':'https://e.com/a'}}|{'fileData':{'mimeType':'image/jpeg','fileUri':'https://e.com/a'}}",
                "{'type':'image_url','image_url':{'url':'gs://b/a.webp'}}|{'fileData':{'mimeType':'image/webp','fileUri':'gs://b/a.webp'}}",
                "{'type':'input_audio','input_audio':{'format':'mp3','data':'BBBB'}}|{'inlineData':{'mimeType':'audio/mp3','data':'BBBB'}}",
                "{'type':'file','file':{'file_data':'data:application/pdf;base64,CCCC'}}|{'inlineData':{'mimeType':'application/pdf','data':'CCCC'}}",
                "{'type':'file','file':{'file_id':'files/ab1'}}|{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/ab1'}}",
                "{'type':'file','file':{'file_id':'https://www.youtube.com/watch?v=x'}}|{'fileData':{'fileUri':'https://www.youtube.com/watch?v=x'}}",
            },
            quoteCharacter = '`')
    void givesMediaAsBytesOrAsUrlsForGoogleToFetch(String part, String mapped) {
        assertEquals(
                mapped,
                saying(FLASH, "{'role':'user','content':[" + part + "]}").at("/contents/0/parts/0"));
    }

    @Test
    void refusesAFileThatGoogleDoesNotKnow() {
        assertRefused(
                "messages[0].content[0].file.file_id",
                "{'role':'user','content':[{'type':'file','file':{'file_id':'file-1'}}]}");
    }

    private static void assertRefused(String param, String messages) {
        ApiException refused = assertThrows(ApiException.class, () -> saying(FLASH, messages));
        assertEquals(400, refused.error().status());
        assertEquals(param, refused.error().param());
    }
}
