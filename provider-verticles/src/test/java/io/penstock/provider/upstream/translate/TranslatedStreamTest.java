package io.penstock.provider.upstream.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What every translated stream keeps, whatever its mapper does. The events here are commands of one word. */
@NullUnmarked
class TranslatedStreamTest {

    private static final Deadlines DEADLINES = new Deadlines(1000, 1000, 1000, 1000);
    private static final Pattern HEAD =
            Pattern.compile("\\{\"id\":\"chatcmpl-\\w+\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":\\d+,\"model\":\"m\",\"choices\":\\[");

    private final StringBuilder written = new StringBuilder();

    @Test
    void writesRoleFirstAndFinishUsageAndDoneLast() {
        TranslatedStream stream = stream("\"n\":1,\"stream_options\":{\"include_usage\":true}", commands());
        feed(stream, "think hm", "say Hello", "end");
        assertInstanceOf(AnswerReader.Done.class, stream.feed(event("end")));
        assertEquals(List.of(), events());
        take(stream);
        assertEquals(
                List.of(
                        "0 {\"role\":\"assistant\",\"content\":\"\",\"refusal\":null} null",
                        "0 {\"reasoning_content\":\"hm\"} null",
                        "0 {\"content\":\"Hello\"} null",
                        "0 {} \"stop\"",
                        "usage {\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":2},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}",
                        "[DONE]"),
                events());
        assertEquals(Usage.reported(5, 7), stream.usage());
    }

    @Test
    void numbersToolCallsWithoutGapsAndGivesEmptyOnesAnObject() {
        TranslatedStream stream = stream("\"n\":1", commands());
        feed(stream, "tool 3", "tool 9", "args 3", "finish end_turn", "end");
        take(stream);
        String text = String.join("\n", events());
        assertTrue(text.contains("{\"index\":0,\"id\":\"id3\""), text);
        assertTrue(text.contains("{\"index\":1,\"id\":\"id9\""), text);
        assertTrue(
                text.contains("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":1}\"}}]}"), text);
        assertTrue(text.contains("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}"), text);
        assertTrue(text.contains("0 {} \"tool_calls\""), text);
    }

    @Test
    void tellsSignedReasoningInOneChunk() {
        TranslatedStream stream = stream("\"n\":1", commands());
        feed(stream, "sign", "finish stop", "end");
        take(stream);
        assertTrue(
                written.toString()
                        .contains(
                                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"format\":\"anthropic\",\"index\":0,"
                                        + "\"text\":\"hm\",\"signature\":\"sig\"}]}"),
                written.toString());
    }

    @Test
    void failsWhereTheProviderEndsBeforeTheAnswerDoes() {
        TranslatedStream stream = stream("\"n\":1", commands());
        feed(stream, "say Hello");
        AnswerReader.Failed failed = assertInstanceOf(AnswerReader.Failed.class, stream.end());
        assertEquals("upstream_truncated", failed.failure().error().code());
        assertEquals(Failure.Retry.ANYWHERE, failed.failure().retry());
        assertNull(stream.take());
    }

    @Test
    void isNotRetriedOnceTheClientHasContent() {
        TranslatedStream stream = stream("\"n\":1", commands());
        feed(stream, "say Hello");
        take(stream);
        AnswerReader.Failed failed =
                assertInstanceOf(AnswerReader.Failed.class, stream.feed(event("fail overloaded_error")));
        assertEquals("overloaded_error", failed.failure().error().code());
        assertEquals(Failure.Retry.NEVER, failed.failure().retry());
        assertEquals(Usage.estimate(7, 2), failed.billed());
    }

    @Test
    void costsNothingWhereAnErrorIsAllThatComes() {
        TranslatedStream stream = stream("\"n\":1", commands());
        AnswerReader.Failed failed =
                assertInstanceOf(AnswerReader.Failed.class, stream.feed(event("fail rate_limit_error")));
        assertEquals(429, failed.failure().error().status());
        assertNull(failed.billed());
    }

    @Test
    void takesGarbageForMalformedButACutLastEventForTruncated() {
        TranslatedStream garbage = stream("\"n\":1", commands());
        AnswerReader.Failed malformed = assertInstanceOf(AnswerReader.Failed.class, garbage.feed(event("garbage")));
        assertEquals("upstream_malformed", malformed.failure().error().code());
        TranslatedStream cut = stream("\"n\":1", commands());
        var unused = cut.feed("data: garb".getBytes(UTF_8));
        AnswerReader.Failed truncated = assertInstanceOf(AnswerReader.Failed.class, cut.end());
        assertEquals("upstream_truncated", truncated.failure().error().code());
    }

    @Test
    void isCompleteWithoutTheProvidersLastWordOnceAllChoicesAreFinished() {
        TranslatedStream stream = stream("\"n\":1", commands());
        feed(stream, "say Hello");
        assertFalse(stream.awaitsEnd());
        assertEquals(AnswerReader.Going.INSTANCE, stream.interrupted());
        feed(stream, "finish max_tokens");
        assertTrue(stream.awaitsEnd());
        assertInstanceOf(AnswerReader.Done.class, stream.interrupted());
        take(stream);
        assertTrue(written.toString().contains("\"finish_reason\":\"length\""));
        assertTrue(written.toString().endsWith("data: [DONE]\n\n"));
    }

    private interface Command {
        Step run(AnswerWriter answer, String word);
    }

    private static Command commands() {
        return (answer, event) -> {
            String[] words = event.split(" ");
            switch (words[0]) {
                case "say" -> answer.text(0, words[1]);
                case "think" -> answer.reasoning(0, words[1]);
                case "tool" -> answer.toolCall(0, Integer.parseInt(words[1]), "id" + words[1], "f" + words[1]);
                case "args" -> answer.arguments(0, Integer.parseInt(words[1]), "{\"x\":1}");
                case "sign" -> answer.detail(0, ReasoningDetail.signed("anthropic", "hm", "sig"));
                case "finish" -> answer.finish(0, words[1]);
                case "fail" -> {
                    return new Step.Error(ErrorBody.of(0, words[1], "no"));
                }
                default -> {
                    answer.finish(0, "end_turn");
                    answer.usage(new TokenUsage(5, 2, TokenUsage.UNKNOWN, 7, 3));
                    return Step.END;
                }
            }
            return Step.GOING;
        };
    }

    private static TranslatedStream stream(String fields, Command command) {
        byte[] body = ("{\"model\":\"m\",\"stream\":true," + fields
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(UTF_8);
        ChatCall call = new ChatCall(body, ChatRequestReader.read(body), 7, "up", DEADLINES);
        StreamedAnswer answer = new StreamedAnswer(call);
        EventMapper mapper = (name, data, start, end) -> {
            String event = new String(data, start, end - start, UTF_8);
            if (event.startsWith("garb")) {
                throw new IOException("no form");
            }
            return command.run(answer, event);
        };
        return new TranslatedStream(answer, Framing::sse, mapper, new UpstreamErrors("p", List.of()));
    }

    private static void feed(TranslatedStream stream, String... events) {
        for (String event : events) {
            var unused = stream.feed(event(event));
        }
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(UTF_8);
    }

    private void take(TranslatedStream stream) {
        Buffer ready = stream.take();
        written.append(ready == null ? "" : ready.toString());
    }

    /** Each event without what all have in common. */
    private List<String> events() {
        List<String> events = new ArrayList<>();
        for (String event : written.toString().split("\n\n")) {
            if (!event.isEmpty()) {
                String bare = HEAD.matcher(event.substring("data: ".length())).replaceFirst("");
                events.add(bare.replaceFirst("^],\"usage\":(.*)}$", "usage $1")
                        .replaceFirst(
                                "^\\{\"index\":(\\d),\"delta\":(.*),\"logprobs\":null,\"finish_reason\":(.*)}]}$",
                                "$1 $2 $3"));
            }
        }
        return events;
    }
}
