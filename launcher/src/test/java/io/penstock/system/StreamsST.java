package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.penstock.testkit.StreamAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of a stream may rely on, whatever the provider sends and whatever other clients do. */
class StreamsST {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static ChatClient client;
    private static int adminPort;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        CaseModels models = new CaseModels(upstream)
                .echo("echo", "")
                .echo("slow-echo", "delay: 20ms")
                .each("m", "tools", "usage", "plain-usage", "no-usage", "in-band", "cut", "clean-end", "malformed")
                .each(
                        "held",
                        "no-done",
                        "quiet",
                        "silent",
                        "flood",
                        "leaver",
                        "leave-mid",
                        "leave-before",
                        "leave-plain")
                .one("role-only", "retries: 0")
                .one("idle", "retries: 0, timeouts: { idle: 400ms }")
                .two("pair", "")
                .two("pair-after-content", "");
        NodeConfig config = NodeConfig.node("streamer").with(models.yaml());
        node = config.start(directory);
        client = ChatClient.of(config.httpPort());
        adminPort = config.adminPort();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @Test
    void theHeadOfAStreamForbidsBufferingAndCompression() {
        JsonObject request = ChatClient.streamRequest("echo", "say hi");
        try (SseClient stream = client.stream(request, "accept-encoding", "gzip, br, deflate")) {
            HttpAnswer head = stream.head();
            assertEquals(200, head.status());
            assertEquals("text/event-stream; charset=utf-8", head.header("content-type"));
            assertEquals("no-cache", head.header("cache-control"));
            assertEquals("no", head.header("x-accel-buffering"));
            assertNull(head.header("content-encoding"));
            ChatStream whole = ChatStream.complete(stream.rest(SOON), "echo");
            assertEquals("hi", whole.content());
            assertFalse(stream.wasCut());
        }
    }

    @Test
    void tokensComeOneByOneAsTheProviderMakesThem() {
        try (SseClient stream = client.stream("slow-echo", "write 40 words")) {
            List<SseEvent> events = stream.rest(SOON);
            List<SseEvent> content =
                    events.stream().filter(SseEvent::hasContent).toList();
            assertTrue(content.size() >= 40, () -> content.size() + " chunks");
            Duration spread = Duration.ofNanos(
                    content.get(content.size() - 1).at() - content.get(0).at());
            assertTrue(spread.toMillis() > 400, () -> "all within " + spread);
        }
    }

    /** Each of these says "ab" and stops, in a way that some provider has. */
    static Stream<Arguments> oddForms() {
        String role = Chunks.role("x");
        String a = Chunks.content("x", "a");
        String b = Chunks.content("x", "b");
        String stop = Chunks.finish("x", "stop");
        String usage = "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}";
        return Stream.of(
                form("lines end in CRLF", raw(events("\r\n", role, a, b, stop, "[DONE]"))),
                form("lines end in CR", raw(events("\r", role, a, b, stop, "[DONE]"))),
                form("a byte order mark", raw("\uFEFF" + events("\n", role, a, b, stop, "[DONE]"))),
                form(
                        "comments",
                        raw(": OPENROUTER PROCESSING\n\n" + events("\n", role, a) + ":\n\n"
                                + events("\n", b, stop, "[DONE]"))),
                form(
                        "no space after the colon",
                        raw(events("\n", role, a, b, stop, "[DONE]").replace("data: ", "data:"))),
                form(
                        "data over several lines",
                        raw(events("\n", role, a, b, stop, "[DONE]").replace("\"choices\"", "\ndata: \"choices\""))),
                form(
                        "other fields",
                        raw(events("\n", role, a, b, stop, "[DONE]")
                                .replace("data: {", "id: 7\nevent: message\nretry: 10\ndata: {"))),
                form("empty data", raw("data:\n\ndata: \n\n" + events("\n", role, a, b, stop, "[DONE]"))),
                form(
                        "bytes one by one",
                        raw(events("\n", role, a, b, stop, "[DONE]")).inPiecesOf(1)),
                form("no role", raw(events("\n", a, b, stop, "[DONE]"))),
                form("a role in every chunk", raw(events("\n", role, withRole(a), withRole(b), stop, "[DONE]"))),
                form(
                        "ids that change",
                        raw(events("\n", role, a, b.replace("chatcmpl-upstream", "other"), stop, "[DONE]"))),
                form(
                        "created that changes",
                        raw(events("\n", role, a, b.replace("1700000000", "1700000001"), stop, "[DONE]"))),
                form(
                        "no id, object or created",
                        raw(events("\n", without(role), without(a), without(b), without(stop), "[DONE]"))),
                form(
                        "an empty first frame",
                        raw(events(
                                "\n",
                                "{\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}",
                                role,
                                a,
                                b,
                                stop,
                                "[DONE]"))),
                form(
                        "finish in the last content chunk",
                        raw(events(
                                "\n",
                                role,
                                a,
                                b.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\""),
                                "[DONE]"))),
                form("finish repeated", raw(events("\n", role, a, b, stop, stop, "[DONE]"))),
                form(
                        "no finish field in between",
                        raw(events("\n", role, a.replace(",\"finish_reason\":null", ""), b, stop, "[DONE]"))),
                form(
                        "an empty finish in between",
                        raw(events(
                                "\n",
                                role,
                                a.replace("\"finish_reason\":null", "\"finish_reason\":\"\""),
                                b,
                                stop,
                                "[DONE]"))),
                form("usage with the finish", raw(events("\n", role, a, b, with(stop, usage), "[DONE]"))),
                form(
                        "usage in every chunk",
                        raw(events(
                                "\n", with(role, usage), with(a, usage), with(b, usage), with(stop, usage), "[DONE]"))),
                form("usage null", raw(events("\n", with(role, "\"usage\":null"), a, b, stop, "[DONE]"))),
                form("end_turn", raw(events("\n", role, a, b, Chunks.finish("x", "end_turn"), "[DONE]"))),
                form("eos", raw(events("\n", role, a, b, Chunks.finish("x", "eos"), "[DONE]"))),
                form("an unknown finish", raw(events("\n", role, a, b, Chunks.finish("x", "because"), "[DONE]"))),
                form(
                        "content parts",
                        raw(events(
                                "\n",
                                role,
                                a.replace("\"content\":\"a\"", "\"content\":[{\"type\":\"text\",\"text\":\"a\"}]"),
                                b,
                                stop,
                                "[DONE]"))),
                form("something after [DONE]", raw(events("\n", role, a, b, stop, "[DONE]", a))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddForms")
    void anOddProviderStillGivesAWellFormedStream(String name, StreamAnswer answer) {
        upstream.script("m", answer);
        ChatStream stream = client.streamed(ChatClient.streamRequest("m", "hi"));
        assertEquals("ab", stream.content());
        assertEquals("stop", stream.finishReason());
        assertNull(stream.usage(), "usage was not asked for");
    }

    @ParameterizedTest
    @MethodSource("finishReasons")
    void finishReasonsAreThoseOfTheSpecification(String given, String expected) {
        upstream.script("m", Answer.stream().role().content("a").finish(given).done());
        assertEquals(
                expected, client.streamed(ChatClient.streamRequest("m", "hi")).finishReason());
    }

    static Stream<Arguments> finishReasons() {
        return Stream.of(
                Arguments.of("length", "length"),
                Arguments.of("max_tokens", "length"),
                Arguments.of("stop_sequence", "stop"),
                Arguments.of("safety", "content_filter"),
                Arguments.of("refusal", "content_filter"),
                Arguments.of("content_filter", "content_filter"));
    }

    @Test
    void charactersCutAnywhereComeWhole() {
        String text = "häß 世界 🌍 \\ \" \u2028 end";
        upstream.script(
                "m", Answer.stream().role().content(text).finish("stop").done().inPiecesOf(3));
        assertEquals(text, client.streamed(ChatClient.streamRequest("m", "hi")).content());
    }

    @Test
    void aLineOfSomeMegabytesComesWhole() {
        String text = "0123456789".repeat(300_000);
        upstream.script("m", Answer.stream().role().content(text).finish("stop").done());
        assertEquals(
                text.length(),
                client.streamed(ChatClient.streamRequest("m", "hi")).content().length());
    }

    @Test
    void usageComesOnceAfterTheFinishWhereItIsAskedFor() {
        JsonObject options = new JsonObject().put("include_usage", true);
        upstream.script(
                "usage",
                Answer.stream().role().content("a").finish("stop").usage(11, 22).done());
        JsonObject usage = client.streamed(
                        ChatClient.streamRequest("usage", "hi").put("stream_options", options))
                .usage();
        assertNotNull(usage);
        assertEquals(11, usage.getInteger("prompt_tokens"));
        assertEquals(22, usage.getInteger("completion_tokens"));
        upstream.script(
                "no-usage",
                Answer.stream().role().content("a b c").finish("stop").done());
        JsonObject counted = client.streamed(
                        ChatClient.streamRequest("no-usage", "hi").put("stream_options", options))
                .usage();
        assertNotNull(counted, "Penstock's own count");
        assertTrue(counted.getInteger("completion_tokens") > 0);
    }

    @Test
    void toolCallsAreMended() {
        String arguments = "{\"big\":9007199254740993,\"city\":\"Köln\"}";
        upstream.script(
                "tools",
                Answer.stream()
                        .role()
                        .delta(toolCall(1, "call_1", "weather", arguments.substring(0, 9)), null)
                        .delta(toolCall(1, null, null, arguments.substring(9)), null)
                        .delta(toolCall(2, "call_2", "now", ""), null)
                        .finish("tool_use")
                        .done());
        ChatStream stream = client.streamed(ChatClient.streamRequest("tools", "hi"));
        assertEquals("tool_calls", stream.finishReason());
        assertEquals(2, stream.toolCalls().size());
        assertEquals("weather", stream.toolCalls().get(0).getString("name"));
        assertEquals(arguments, stream.toolCalls().get(0).getString("arguments"));
        assertEquals("now", stream.toolCalls().get(1).getString("name"));
        assertEquals("{}", stream.toolCalls().get(1).getString("arguments"));
    }

    @Test
    void anErrorAfterContentEndsTheStreamWithAnErrorEvent() {
        upstream.script(
                "in-band",
                Answer.stream()
                        .role()
                        .content("a")
                        .data(Chunks.error("melted down", "server_error", null, "melted"))
                        .done());
        ChatStream stream = failed("in-band");
        assertEquals("a", stream.content());
        assertEquals("melted", stream.error().getString("code"), "in-band errors keep their own code");
        assertTrue(stream.error().getString("message").contains("melted down"));
    }

    @Test
    void truncationAfterContentIsAnError() {
        upstream.script("cut", Answer.stream().role().content("a").thenCut());
        assertEquals("upstream_truncated", failed("cut").error().getString("code"));
        upstream.script("clean-end", Answer.stream().role().content("a"));
        assertEquals("upstream_truncated", failed("clean-end").error().getString("code"));
        upstream.script("clean-end", Answer.stream().role().content("a").done());
        assertEquals("upstream_truncated", failed("clean-end").error().getString("code"), "[DONE] without a finish");
    }

    @Test
    void anEventThatIsNoJsonObjectIsAnError() {
        upstream.script(
                "malformed",
                Answer.stream()
                        .role()
                        .content("a")
                        .data("{\"choices\":[")
                        .finish("stop")
                        .done());
        assertEquals("upstream_malformed", failed("malformed").error().getString("code"));
    }

    @Test
    void anIdleProviderIsATimeout() {
        upstream.script("idle", Answer.stream().role().content("a").thenHold());
        assertEquals("provider_timeout", failed("idle").error().getString("code"));
        assertTrue(upstream.awaitCall("idle", SOON).awaitCancelled(SOON) > 0);
    }

    @Test
    void theStreamEndsAtOnceAfterDoneEvenWhereTheProviderHoldsItsSocketOpen() {
        upstream.script(
                "held",
                Answer.stream().role().content("a").finish("stop").done().thenHold());
        try (SseClient stream = client.stream("held", "hi")) {
            List<SseEvent> events = new ArrayList<>(stream.readUntil(SseEvent::isDone, SOON));
            long done = System.nanoTime();
            events.addAll(stream.rest(SOON));
            Duration wait = Duration.ofNanos(System.nanoTime() - done);
            assertEquals("a", ChatStream.complete(events, "held").content());
            assertTrue(wait.toMillis() < 1000, () -> "the body ended " + wait + " after [DONE]");
            assertFalse(stream.wasCut());
        }
    }

    @Test
    void theStreamEndsSoonAfterTheFinishWhereTheProviderNeverSaysDone() {
        upstream.script(
                "no-done", Answer.stream().role().content("a").finish("stop").thenHold());
        long start = System.nanoTime();
        ChatStream stream = client.streamed(ChatClient.streamRequest("no-done", "hi"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertEquals("a", stream.content());
        assertTrue(took.toMillis() < 4000, () -> "ended after " + took);
        upstream.script("no-done", Answer.stream().role().content("a").finish("stop"));
        assertEquals(
                "a", client.streamed(ChatClient.streamRequest("no-done", "hi")).content());
    }

    @Test
    void aFailureAfterTheRoleAloneIsACleanError() {
        upstream.script("role-only", Answer.stream().role().thenCut());
        try (SseClient stream = client.stream("role-only", "hi")) {
            ErrorAssert.that(stream.answer(SOON), 502, "bad_gateway").code("upstream_truncated");
        }
    }

    @Test
    void aFailureBeforeContentMovesOnToTheNextTargetUnseen() {
        upstream.script("pair-a", Answer.stream().role().thenCut());
        upstream.script("pair-b", Answer.completion("second"));
        try (SseClient stream = client.stream("pair", "hi")) {
            assertEquals("pair-b", stream.head().header("x-penstock-provider"));
            assertEquals("2", stream.head().header("x-penstock-attempts"));
            assertEquals(
                    "second", ChatStream.complete(stream.rest(SOON), "pair").content());
        }
    }

    @Test
    void noOtherTargetIsTriedOnceTheClientHasSeenContent() {
        upstream.script(
                "pair-after-content-a", Answer.stream().role().content("a").thenCut());
        assertEquals("a", failed("pair-after-content").content());
        assertEquals(0, upstream.calls("pair-after-content-b").size());
    }

    /** The two long silences of the suite, kept at the same time. */
    /** It waits for longer than all others take, and so runs beside them. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void silenceIsFilledWithPingsAndHeadersDoNotWaitForEver() {
        Gate gate = new Gate();
        upstream.script(
                "quiet",
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .done());
        upstream.script(
                "silent",
                Answer.stream()
                        .await(gate)
                        .role()
                        .content("late")
                        .finish("stop")
                        .done());
        long start = System.nanoTime();
        try (SseClient quiet = client.stream("quiet", "hi");
                SseClient silent = client.stream("silent", "hi")) {
            List<SseEvent> events = new ArrayList<>(quiet.readUntil(SseEvent::hasContent, SOON));
            assertEquals(200, silent.head(Duration.ofSeconds(14)).status());
            Duration head = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(head.toMillis() > 9000 && head.toMillis() < 13_000, () -> "headers after " + head);
            events.addAll(quiet.readUntil(SseEvent::isComment, SOON));
            SseEvent ping = events.get(events.size() - 1);
            assertEquals("ping", ping.comment());
            Duration silence = Duration.ofNanos(ping.at() - start);
            assertTrue(silence.toMillis() > 13_000 && silence.toMillis() < 19_000, () -> "ping after " + silence);
            gate.open();
            events.addAll(quiet.rest(SOON));
            assertEquals("ab", ChatStream.complete(events, "quiet").content());
            assertEquals(
                    "late", ChatStream.complete(silent.rest(SOON), "silent").content());
        }
    }

    @Test
    void aClientThatDoesNotReadSlowsItsOwnProviderOnly() {
        long size = 50_000_000;
        upstream.script("flood", Answer.flood(size));
        SlowReader.check(upstream, client, "flood", size, "echo", node::tail);
    }

    @Test
    void aSlowReaderGetsItsWholeStreamInTheEnd() {
        upstream.script("flood", Answer.flood(8_000_000));
        try (SseClient slow = client.slowStream(ChatClient.streamRequest("flood", "hi"))) {
            ChatStream stream = ChatStream.complete(slow.rest(Duration.ofSeconds(60)), "flood");
            assertTrue(stream.content().length() > 4_000_000);
            assertEquals("", stream.content().replace("x", ""));
        }
    }

    @Test
    void aSlowReaderGetsItsWholeStreamFromAProviderThatHasClosedItsConnectionLongSince() {
        String text = "x".repeat(4000);
        StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
        answer.append(events("\n", Chunks.role("x")));
        int pieces = 1500; // more than the kernel keeps for a client that does not read
        for (int i = 0; i < pieces; i++) {
            answer.append(events("\n", Chunks.content("x", text)));
        }
        answer.append(events("\n", Chunks.finish("x", "stop"), "[DONE]"));
        upstream.script("leaver", Answer.raw(answer.toString()));
        try (SseClient slow = client.slowStream(ChatClient.streamRequest("leaver", "hi"))) {
            upstream.awaitCall("leaver", SOON);
            Await.until(() -> "the provider to have left", () -> upstream.running("leaver") == 0, SOON);
            ChatStream stream = ChatStream.complete(slow.rest(Duration.ofSeconds(60)), "leaver");
            assertEquals(pieces * text.length(), stream.content().length());
        }
    }

    @Test
    void everyRequestEndsOnceHoweverItsConnectionDoes() {
        upstream.script("cut", Answer.stream().role().content("a").thenCut());
        assertEquals("upstream_truncated", failed("cut").error().getString("code"));
        String body = ChatClient.request("echo", "hi").encode();
        try (RawHttp http = RawHttp.connect(client.port())) {
            http.send("POST /v1/chat/completions HTTP/1.0\r\nhost: x\r\ncontent-type: application/json\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body);
            assertEquals(200, http.answer(SOON).status());
            http.awaitClose(SOON);
        }
        ChatClient admin = ChatClient.of(adminPort);
        Await.until(
                () -> "no request to run in " + admin.get("/metrics").text(),
                () -> admin.get("/metrics").text().contains("penstock_requests_running{node=\"streamer\"} 0.0"),
                SOON);
    }

    @Test
    void theProvidersRequestEndsWhenItsClientLeavesInMidStream() {
        upstream.script("leave-mid", Answer.stream().role().content("a").thenHold());
        Leaving.midStream(upstream, client, "leave-mid");
    }

    @Test
    void theProvidersRequestEndsWhenItsClientLeavesBeforeTheFirstToken() {
        upstream.script("leave-before", Answer.silent());
        Leaving.beforeFirstToken(upstream, client, "leave-before");
    }

    @Test
    void theProvidersRequestEndsWhenItsClientLeavesWhileWaitingForAPlainAnswer() {
        upstream.script("leave-plain", Answer.silent());
        Leaving.plain(upstream, client, "leave-plain");
    }

    private static ChatStream failed(String model) {
        try (SseClient stream = client.stream(model, "hi")) {
            return ChatStream.failed(stream.rest(SOON), model);
        }
    }

    private static Arguments form(String name, StreamAnswer answer) {
        return Arguments.of(name, answer);
    }

    private static StreamAnswer raw(String text) {
        return Answer.stream().raw(text);
    }

    private static String events(String lineEnd, String... data) {
        StringBuilder events = new StringBuilder();
        for (String each : data) {
            events.append("data: ").append(each).append(lineEnd).append(lineEnd);
        }
        return events.toString();
    }

    private static String with(String chunk, String field) {
        return "{" + field + "," + chunk.substring(1);
    }

    private static String withRole(String chunk) {
        return chunk.replace("\"delta\":{", "\"delta\":{\"role\":\"assistant\",");
    }

    private static String without(String chunk) {
        JsonObject json = new JsonObject(chunk);
        for (String field : List.of("id", "object", "created", "model")) {
            json.remove(field);
        }
        return json.encode();
    }

    private static JsonObject toolCall(int index, @Nullable String id, @Nullable String name, String arguments) {
        JsonObject function = new JsonObject().put("arguments", arguments);
        JsonObject call = new JsonObject().put("index", index).put("function", function);
        if (id != null) {
            call.put("id", id);
        }
        if (name != null) {
            function.put("name", name);
        }
        return new JsonObject().put("tool_calls", new JsonArray().add(call));
    }
}
