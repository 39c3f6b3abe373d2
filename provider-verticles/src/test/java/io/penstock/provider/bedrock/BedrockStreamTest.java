package io.penstock.provider.bedrock;

import static io.penstock.provider.bedrock.Requests.CLAUDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Feed;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.chat.error.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of ConverseStream beside those of the contract. */
@NullUnmarked
class BedrockStreamTest {

    private static final byte[] TEXT = delta(0, "{'text':'Hello'}");
    private static final byte[] STOP = event("messageStop", "{'stopReason':'end_turn'}");
    private static final byte[] USAGE = event("metadata", "{'usage':{'inputTokens':7,'outputTokens':3}}");
    private static final String SCHEMA = "'response_format':{'type':'json_schema','json_schema':{'name':'a',"
            + "'schema':{'type':'object'}}},'tools':[{'type':'function','function':{'name':'get.it'}}]";

    @Test
    void passesUnknownEventsAndBlocksOver() {
        Feed feed = read(
                "",
                event("contentBlockSomething", "{'x':1}"),
                Frames.frame(Map.of(":message-type", "event"), "{\"no\":\"type\"}"),
                event("contentBlockStart", "{'contentBlockIndex':0,'start':{'image':{'format':'png'}}}"),
                TEXT,
                delta(0, "{'citation':{'title':'t'}}"),
                delta(0, "null"),
                event("contentBlockDelta", "{}"),
                STOP,
                USAGE);
        assertEquals("Hello", feed.reply().content());
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, 429, throttlingException",
        "serviceUnavailableException, 503, serviceUnavailableException",
        "modelStreamErrorException, 502, modelStreamErrorException",
        "internalServerException, 502, internalServerException",
        "validationException, 400, validationException"
    })
    void knowsAnExceptionWithoutAPayload(String type, int status, String code) {
        byte[] exception = Frames.frame(Map.of(":message-type", "exception", ":exception-type", type), "");
        AnswerReader.Failed before = read("", exception).failed();
        assertEquals(status, before.failure().error().status());
        assertEquals(code, before.failure().error().code());
        assertNull(before.billed());
        AnswerReader.Failed after = read("", TEXT, exception).failed();
        assertEquals(code, after.failure().error().code());
        assertEquals(Failure.Retry.NEVER, after.failure().retry());
        assertTrue(after.billed().completionTokens() > 0);
    }

    @Test
    void failsOnAnExceptionThatDoesNotSayWhich() {
        byte[] exception = Frames.frame(Map.of(":message-type", "exception"), "{\"message\":\"oops\"}");
        Failure failure = read("", exception).failed().failure();
        assertTrue(
                failure.error().message().endsWith("sent an error: oops"),
                failure.error().message());
        assertEquals("provider_error", failure.error().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"})
    void failsOnEventsThatAreNotInTheirForm(String event) {
        for (String payload : List.of("null", "[]", "{", "7")) {
            Failure failure = read("", TEXT, event(event, payload)).failed().failure();
            assertEquals("upstream_malformed", failure.error().code(), payload);
        }
    }

    @Test
    void failsOnADamagedFrameInTheMiddleOfAnAnswer() {
        byte[] damaged = STOP.clone();
        damaged[damaged.length - 1] ^= 1;
        Feed feed = read("", TEXT, damaged);
        assertEquals("upstream_malformed", feed.failed().failure().error().code());
        assertEquals(Failure.Retry.NEVER, feed.failed().failure().retry());
        assertEquals("Hello", feed.reply().content());
    }

    @Test
    void doesNotTakeAHalfFrameForAnEnd() {
        Failure failure =
                read("", TEXT, Arrays.copyOf(STOP, STOP.length - 1)).failed().failure();
        assertEquals("upstream_truncated", failure.error().code());
    }

    @Test
    void joinsSealedReasoningWhosePiecesArePaddedEachForItself() {
        Feed feed = read(
                "",
                delta(0, "{'reasoningContent':{'redactedContent':'YQ=='}}"),
                delta(0, "{'reasoningContent':{'redactedContent':'YmM='}}"),
                event("contentBlockStop", "{'contentBlockIndex':0}"),
                delta(1, "{'reasoningContent':{'text':'hm'}}"),
                delta(1, "{'reasoningContent':{'signature':'si'}}"),
                delta(1, "{'reasoningContent':{'signature':'g'}}"),
                // Without the end of its block.
                STOP,
                USAGE);
        Reply reply = feed.reply();
        assertEquals("hm", reply.reasoning());
        assertEquals("YWJj", reply.details().get(0).path("data").asText());
        assertEquals("sig", reply.details().get(1).path("signature").asText());
        assertEquals("hm", reply.details().get(1).path("text").asText());
    }

    @Test
    void failsOnSealedReasoningThatIsNoBase64() {
        Feed feed = read("", delta(0, "{'reasoningContent':{'redactedContent':'%%'}}"));
        assertEquals("upstream_malformed", feed.failed().failure().error().code());
    }

    @Test
    void tellsTheCallThatHoldsTheAnswerAsItsText() {
        Reply reply = read(SCHEMA, call(0, "json_answer"), input(0, "{\"a\""), input(0, ":1}"), tools(), USAGE)
                .reply();
        assertEquals("{\"a\":1}", reply.content());
        assertEquals(List.of(), reply.calls());
        assertEquals("stop", reply.finish());
    }

    @Test
    void tellsAnAnswerThatIsAnEmptyObject() {
        byte[] end = event("contentBlockStop", "{'contentBlockIndex':0}");
        Reply reply = read(SCHEMA, call(0, "json_answer"), end, tools(), USAGE).reply();
        assertEquals("{}", reply.content());
        assertEquals(
                "{}",
                read(SCHEMA, call(0, "json_answer"), tools(), USAGE).reply().content());
    }

    @Test
    void tellsAClientsCallBesideTheAnswerAsACall() {
        Reply reply = read(
                        SCHEMA,
                        call(0, "json_answer"),
                        input(0, "{}"),
                        call(1, nameOfTheTool()),
                        input(1, "{\"b\":2}"),
                        tools(),
                        USAGE)
                .reply();
        assertEquals("{}", reply.content());
        assertEquals("get.it", reply.calls().get(0).name());
        assertEquals("{\"b\":2}", reply.calls().get(0).arguments());
        assertEquals("tool_calls", reply.finish());
    }

    @Test
    void keepsCallsThatAreNotTheClientsToItself() {
        Reply reply = read(
                        "",
                        event(
                                "contentBlockStart",
                                "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'s','name':'search',"
                                        + "'type':'server_tool_use'}}}"),
                        input(0, "{}"),
                        call(1, "no_tool_available"),
                        input(1, "{}"),
                        delta(2, "{'text':'Hello'}"),
                        tools(),
                        USAGE)
                .reply();
        assertEquals(List.of(), reply.calls());
        assertEquals("stop", reply.finish());
        assertEquals("Hello", reply.content());
    }

    @Test
    void countsCachedTokensToThePromptAndThinkingWithinTheAnswer() {
        Reply reply = read(
                        "",
                        TEXT,
                        event(
                                "messageStop",
                                "{'stopReason':'end_turn','additionalModelResponseFields':"
                                        + "{'usage':{'output_tokens_details':{'thinking_tokens':20}}}}"),
                        event(
                                "metadata",
                                "{'usage':{'inputTokens':7,'outputTokens':30,'totalTokens':1,"
                                        + "'cacheReadInputTokens':100,'cacheWriteInputTokens':10}}"))
                .reply();
        assertEquals(117, reply.usage().path("prompt_tokens").asInt());
        assertEquals(30, reply.usage().path("completion_tokens").asInt());
        assertEquals(
                100, reply.usage().at("/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(
                20,
                reply.usage().at("/completion_tokens_details/reasoning_tokens").asInt());
    }

    /** As the model knows it. */
    private static String nameOfTheTool() {
        return Requests.sent(Requests.fields(SCHEMA), CLAUDE)
                .at("/toolConfig/tools/0/toolSpec/name")
                .asText();
    }

    private static byte[] tools() {
        return event("messageStop", "{'stopReason':'tool_use'}");
    }

    private static byte[] call(int block, String name) {
        return event(
                "contentBlockStart",
                "{'contentBlockIndex':" + block + ",'start':{'toolUse':{'toolUseId':'c" + block + "','name':'" + name
                        + "'}}}");
    }

    private static byte[] input(int block, String piece) {
        return delta(block, "{'toolUse':{'input':'" + piece.replace("\"", "\\\"") + "'}}");
    }

    private static byte[] delta(int block, String delta) {
        return event("contentBlockDelta", "{'contentBlockIndex':" + block + ",'delta':" + delta + "}");
    }

    /** @param json strings in single quotes */
    private static byte[] event(String type, String json) {
        return Frames.event(type, json.startsWith("{'") ? Ask.json(json).toString() : json);
    }

    /** Each frame comes for itself, and what it tells goes to the client at once. */
    private static Feed read(String fields, byte[]... frames) {
        String all = (fields.isEmpty() ? "" : fields + ",") + "'stream_options':{'include_usage':true}";
        Feed feed = Feed.open(new BedrockWireForm(), Requests.call(CLAUDE, true, all));
        for (byte[] frame : frames) {
            feed = feed.piece(frame, 0, frame.length);
        }
        return feed.end();
    }
}
