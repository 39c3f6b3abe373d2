package io.penstock.provider.echo;

import static io.penstock.provider.echo.EchoHarness.asking;
import static io.penstock.provider.echo.EchoHarness.choice;
import static io.penstock.provider.echo.EchoHarness.chunks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.echo.EchoHarness.Streamed;
import io.penstock.provider.echo.RecordingSink.Recorded;
import io.penstock.provider.upstream.Call;
import io.penstock.shared.chat.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EchoStreamTest {

    private static final String STREAM = ",\"stream\":true";

    private static EchoHarness echo;
    private static EchoHarness slowEcho;

    @BeforeAll
    static void start() {
        echo = new EchoHarness(Duration.ZERO);
        slowEcho = new EchoHarness(Duration.ofMillis(1));
    }

    @AfterAll
    static void stop() throws Exception {
        echo.close();
        slowEcho.close();
    }

    @Test
    void streamsATokenAChunkAndAccountsForItSilently() throws Exception {
        Recorded recorded = echo.run(asking("say one two, three", STREAM));
        List<JsonNode> chunks = chunks(recorded);
        assertEquals(new Streamed("one two, three", "", "stop"), choice(chunks, 0));
        assertEquals(1 + 4 + 1, chunks.size());
        assertEquals(Usage.reported(5, 4), recorded.usage());
        for (JsonNode chunk : chunks) {
            assertEquals(chunks.get(0).path("id"), chunk.path("id"));
            assertEquals("pub", chunk.path("model").textValue());
            assertEquals("chat.completion.chunk", chunk.path("object").textValue());
            assertFalse(chunk.has("usage"));
        }
    }

    @Test
    void sendsUsageOnlyWhenAsked() throws Exception {
        List<JsonNode> chunks =
                chunks(echo.run(asking("say one", STREAM + ",\"stream_options\":{\"include_usage\":true}")));
        JsonNode last = chunks.get(chunks.size() - 1);
        assertEquals(0, last.path("choices").size());
        assertEquals(3, last.at("/usage/total_tokens").intValue());
        assertEquals(
                "stop",
                chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").textValue());
    }

    @Test
    void opensAllChoicesAtOnceAndInterleavesThem() throws Exception {
        List<JsonNode> chunks = chunks(echo.run(asking("say one two", STREAM + ",\"n\":2")));
        assertEquals(new Streamed("one two", "", "stop"), choice(chunks, 0));
        assertEquals(new Streamed("one two", "", "stop"), choice(chunks, 1));
        String order = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/index").asText())
                .reduce("", String::concat);
        assertEquals("01010011", order);
    }

    @Test
    void streamsToolCalls() throws Exception {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        List<JsonNode> chunks = chunks(echo.run(asking("call f {\"a\": 1}", STREAM + tools + ",\"n\":2")));
        for (int i = 0; i < 2; i++) {
            assertEquals(new Streamed("", "{\"a\": 1}", "tool_calls"), choice(chunks, i));
        }
        JsonNode start = chunks.get(1).at("/choices/0/delta/tool_calls/0");
        assertEquals("f", start.at("/function/name").textValue());
        assertEquals(0, start.path("index").intValue());
        assertTrue(start.path("id").textValue().startsWith("call_"));
    }

    @Test
    void cutsAtAStopAcrossTokens() throws Exception {
        List<JsonNode> chunks = chunks(echo.run(asking("say one two three four", STREAM + ",\"stop\":\"o three f\"")));
        assertEquals(new Streamed("one tw", "", "stop"), choice(chunks, 0));
    }

    @Test
    void opensAndFinishesAnEmptyAnswer() throws Exception {
        for (EchoHarness harness : List.of(echo, slowEcho)) {
            List<JsonNode> chunks = chunks(harness.run(asking("", STREAM)));
            assertEquals(new Streamed("", "", "stop"), choice(chunks, 0));
        }
    }

    @Test
    void writesLongAnswersInBatches() throws Exception {
        Recorded recorded = echo.run(asking("write 20000 words", STREAM));
        assertEquals(20_000, choice(chunks(recorded), 0).content().split(" ").length);
        assertTrue(recorded.writes().size() > 100);
        for (String write : recorded.writes()) {
            assertTrue(write.length() < 17 * 1024, "a write of " + write.length());
        }
    }

    @Test
    void writesATokenATimeWithADelay() throws Exception {
        Recorded recorded = slowEcho.run(asking("say one two three", STREAM));
        assertEquals(new Streamed("one two three", "", "stop"), choice(chunks(recorded), 0));
        assertEquals(3, recorded.writes().size());
        assertTrue(recorded.writes().get(0).contains("\"content\":\"one\""));
    }

    @Test
    void knowsItsUsageWithEveryWrite() throws Exception {
        Recorded recorded = slowEcho.run(asking("say one two three", STREAM));
        assertEquals(List.of(Usage.reported(4, 1), Usage.reported(4, 2), Usage.reported(4, 3)), recorded.usages());
        Recorded whole = slowEcho.run(asking("say one two three", ",\"n\":2"));
        assertEquals(List.of(Usage.reported(4, 6)), whole.usages());
    }

    @Test
    void knowsWhatACancelledAnswerCost() throws Exception {
        for (String form : List.of(STREAM, "")) {
            CompletableFuture<Usage> billed = new CompletableFuture<>();
            echo.vertx.runOnContext(started -> {
                Call call = echo.start(asking("write 100000 words", form), new RecordingSink(1));
                call.cancel();
                billed.complete(call.billed());
            });
            Usage usage = billed.get(10, TimeUnit.SECONDS);
            assertEquals(3, usage.promptTokens());
            assertTrue(usage.completionTokens() > 0 && usage.completionTokens() < 100_000, usage::toString);
        }
    }

    @Test
    void holdsAPlainAnswerBackUntilItIsWhole() throws Exception {
        Recorded recorded = slowEcho.run(asking("say one two three", ",\"n\":2"));
        assertEquals(1, recorded.writes().size());
        assertEquals(Usage.reported(4, 6), recorded.usage());
    }

    @Test
    void stopsWhileTheSinkIsFull() throws Exception {
        RecordingSink sink = new RecordingSink(40_000);
        CompletableFuture<Long> peak = new CompletableFuture<>();
        echo.vertx.runOnContext(started -> {
            echo.start(asking("write 5000 words", STREAM), sink);
            readSlowly(sink, 0, peak);
        });
        assertTrue(peak.get(10, TimeUnit.SECONDS) < 40_000 + 17 * 1024, "unread at most: " + peak.get());
        Recorded recorded = sink.ended.get(10, TimeUnit.SECONDS);
        assertEquals(5000, choice(chunks(recorded), 0).content().split(" ").length);
    }

    /** Reads every few milliseconds, which is many turns of the event loop. */
    private static void readSlowly(RecordingSink sink, long peakBefore, CompletableFuture<Long> peak) {
        echo.vertx.setTimer(3, ignored -> {
            long unread = Math.max(peakBefore, sink.unread());
            if (sink.ended.isDone()) {
                peak.complete(unread);
            } else {
                sink.drain();
                readSlowly(sink, unread, peak);
            }
        });
    }

    @Test
    void isSilentAfterCancel() throws Exception {
        for (EchoHarness harness : List.of(echo, slowEcho)) {
            RecordingSink sink = new RecordingSink(Long.MAX_VALUE);
            CompletableFuture<Integer> grown = new CompletableFuture<>();
            harness.vertx.runOnContext(started -> {
                Call call = harness.start(asking("write 100000 words", STREAM), sink);
                harness.vertx.setTimer(5, cancel -> {
                    call.cancel();
                    call.cancel();
                    int writes = sink.writeCount();
                    harness.vertx.setTimer(20, look -> grown.complete(sink.writeCount() - writes));
                });
            });
            assertEquals(0, grown.get(10, TimeUnit.SECONDS));
            assertFalse(sink.ended.isDone());
        }
    }

    @Test
    void isSilentWhenCancelledWhileFull() throws Exception {
        RecordingSink sink = new RecordingSink(1);
        CompletableFuture<Integer> writes = new CompletableFuture<>();
        echo.vertx.runOnContext(started -> {
            Call call = echo.start(asking("write 100000 words", STREAM), sink);
            call.cancel();
            sink.drain();
            echo.vertx.runOnContext(next -> writes.complete(sink.writeCount()));
        });
        assertEquals(1, writes.get(10, TimeUnit.SECONDS));
        assertFalse(sink.ended.isDone());
    }
}
