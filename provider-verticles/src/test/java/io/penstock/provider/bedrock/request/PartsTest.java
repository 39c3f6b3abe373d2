package io.penstock.provider.bedrock.request;

import static io.penstock.provider.bedrock.Requests.CLAUDE;
import static io.penstock.provider.bedrock.Requests.messages;
import static io.penstock.provider.bedrock.Requests.parts;
import static io.penstock.provider.bedrock.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.shared.chat.error.ApiException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class PartsTest {

    private static final String HINT = "'cache_control':{'type':'ephemeral'}";

    @ParameterizedTest
    @CsvSource({"image/png, png", "image/jpeg, jpeg", "image/jpg, jpeg", "IMAGE/GIF, gif", "image/webp, webp"})
    void sendsImagesAsBytes(String type, String format) {
        assertEquals(
                Ask.json("[{'image':{'format':'" + format + "','source':{'bytes':'iVBORw=='}}}]"),
                content(image("data:" + type + ";base64,iVBORw==")));
    }

    @Test
    void letsAwsFetchFromS3() {
        assertEquals(
                Ask.json("[{'image':{'format':'jpeg','source':{'s3Location':{'uri':'s3://b/a.b/c.JPG'}}}}]"),
                content(image("s3://b/a.b/c.JPG")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "https://example.com/a.png|data URLs and s3://",
                "s3://bucket/a.b/picture|must end in .png",
                "data:image/tiff;base64,AAAA|not as 'image/tiff'",
                "data:;base64,AAAA|not as ''"
            })
    void refusesImagesThatBedrockDoesNotTake(String url, String why) {
        refused(image(url), why);
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, 'Q3 report (final).pdf', pdf, Q3 report (final)",
        "application/pdf, , pdf, document",
        "text/csv, t.txt, csv, t",
        "text/plain, notes.md, md, notes",
        "text/x-python, main.py, txt, main",
        "application/octet-stream, a_b.c.docx, docx, a b c",
        "application/vnd.ms-excel, ' ', xls, document"
    })
    void sendsDocumentsWithTheFormatAndANameThatAwsTakes(String type, String file, String format, String name) {
        JsonNode content = content(document(type, file) + ",{'type':'text','text':'read'}");
        assertEquals(
                Ask.json("[{'document':{'format':'" + format + "','name':'" + name
                        + "','source':{'bytes':'AAAA'}}},{'text':'read'}]"),
                content);
    }

    @Test
    void givesEveryDocumentANameOfItsOwnAndATextBesideIt() {
        String pdf = document("application/pdf", "a.pdf");
        String longest = document("application/pdf", "x".repeat(191) + "   y.pdf");
        JsonNode content = content(String.join(",", pdf, pdf, longest, longest));
        assertEquals("a", content.at("/0/document/name").asText());
        assertEquals("a 2", content.at("/1/document/name").asText());
        assertEquals("x".repeat(191), content.at("/2/document/name").asText());
        // Two spaces in a row would be refused.
        assertEquals("x".repeat(191) + " 2", content.at("/3/document/name").asText());
        assertEquals(".", content.at("/4/text").asText());
    }

    @Test
    void refusesDocumentsThatBedrockDoesNotTake() {
        refused(document("application/zip", "a.zip"), "not as 'application/zip'");
        refused("{'type':'file','file':{'file_id':'file-1'}}", "Bedrock keeps no files");
        refused("{'type':'file','file':{'file_data':'https://example.com/a.pdf'}}", "data URLs and s3://");
    }

    @Test
    void sendsAudioByItsFormat() {
        assertEquals(
                Ask.json("[{'audio':{'format':'mp3','source':{'bytes':'AAAA'}}}]"),
                content("{'type':'input_audio','input_audio':{'data':'AAAA','format':'MP3'}}"));
        refused("{'type':'input_audio','input_audio':{'data':'AAAA','format':'midi'}}", "format 'midi'");
    }

    @Test
    void marksWhatIsWorthKeepingWhereTheModelKeepsAnything() {
        String hinted = "{'type':'text','text':'long'," + HINT + "},{'type':'text','text':'q'}";
        assertEquals(Ask.json("[{'text':'long'},{'cachePoint':{'type':'default'}},{'text':'q'}]"), content(hinted));
        assertEquals(
                Ask.json("[{'text':'long'},{'text':'q'}]"),
                sent(parts(hinted), "meta.llama3-1-8b-instruct-v1:0").at("/messages/0/content"));
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-haiku-4-5-20251001-v1:0, 1h",
        "us.anthropic.claude-sonnet-4-20250514-v1:0,",
        "amazon.nova-lite-v1:0,"
    })
    void keepsForAnHourWhereTheModelCan(String model, String ttl) {
        String hinted = "{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}";
        assertEquals(
                Ask.json("{'type':'default'" + (ttl == null ? "}" : ",'ttl':'" + ttl + "'}")),
                sent(parts(hinted), model).at("/messages/0/content/1/cachePoint"));
    }

    @Test
    void putsNoMarkBehindNothingOrBehindAMark() {
        String blank = "{'type':'text','text':' '," + HINT + "}";
        assertEquals(Ask.json("[{'text':'q'}]"), content(blank + ",{'type':'text','text':'q'}"));
        assertEquals(
                Ask.json("[{'text':'q'},{'cachePoint':{'type':'default'}}]"),
                content("{'type':'text','text':'q'," + HINT + "}," + blank));
    }

    @Test
    void marksInstructionsAndResults() {
        String talk = "{'role':'system','content':[{'type':'text','text':'be'," + HINT + "}]},"
                + "{'role':'user','content':'q'},{'role':'assistant','content':null,'tool_calls':["
                + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'r'," + HINT + "}]}";
        JsonNode sent = sent(messages(talk), CLAUDE);
        assertEquals(Ask.json("[{'text':'be'},{'cachePoint':{'type':'default'}}]"), sent.path("system"));
        assertEquals(Ask.json("""
                        [{'toolResult':{'toolUseId':'c1','content':[{'text':'r'}]}},
                         {'cachePoint':{'type':'default'}}]"""), sent.at("/messages/2/content"));
    }

    @Test
    void trimsWhatTheModelGoesOnWithBeforeAMarkToo() {
        String talk = "{'role':'user','content':'q'}," + "{'role':'assistant','content':[{'type':'text','text':'So: ',"
                + HINT + "}]}";
        assertEquals(
                Ask.json("[{'text':'So:'},{'cachePoint':{'type':'default'}}]"),
                sent(messages(talk), CLAUDE).at("/messages/1/content"));
    }

    private static JsonNode content(String parts) {
        return sent(parts(parts), CLAUDE).at("/messages/0/content");
    }

    private static void refused(String parts, String why) {
        ApiException refused = assertThrows(ApiException.class, () -> sent(parts(parts), CLAUDE));
        assertEquals(400, refused.error().status());
        assertEquals("messages[0].content[0]", refused.error().param());
        assertTrue(refused.error().message().contains(why), refused.error().message());
    }

    private static String image(String url) {
        return "{'type':'image_url','image_url':{'url':'" + url + "'}}";
    }

    private static String document(String type, String name) {
        return "{'type':'file','file':{'file_data':'data:" + type + ";base64,AAAA'"
                + (name == null ? "" : ",'filename':'" + name + "'") + "}}";
    }
}
