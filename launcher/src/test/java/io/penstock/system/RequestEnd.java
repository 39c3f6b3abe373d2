package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.Ports;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.penstock.testkit.StreamAnswer;
import java.time.Duration;
import java.util.List;

/**
 * One way in which a request ends, and what it has cost by then. Its model of the same name limits
 * tokens, requests and permits, so that its counters can be read. Each uses the prompt {@code hi}.
 *
 * @param where it runs; the second target of a pair answers well
 * @param settings of the model, in flow style
 * @param first what the only or first target answers
 * @param way what the client does, up to the end
 * @param tokens billed for it
 */
record RequestEnd(String name, Where where, String settings, Answer first, Way way, long tokens) {

    /** Estimated for the prompt {@code hi}: 3 for the reply, 3 for the message, its role, its content. */
    static final long PROMPT = 8;

    /** What the second target of a pair answers. */
    private static final long SECOND = 10;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LIMITS =
            "limits: { requestsPerDay: 100, tokensPerDay: 1000000, concurrentRequests: 2 }, ";
    private static final String ONCE = "retries: 0";
    private static final Answer ERROR_500 = Answer.error(500, "broken", "broken");

    enum Where {
        ONE,
        PAIR,
        NOBODY_LISTENS
    }

    interface Way {
        void go(ScriptedUpstream upstream, ChatClient client, String model);
    }

    static List<RequestEnd> all() {
        return List.of(
                answered("plain-more-than-reserved", Answer.completion("ok", 5000, 7000), plain(200), 12_000),
                answered("plain-less-than-reserved", Answer.completion("ok", 1, 2), plain(200), 3),
                answered("plain-nothing", Answer.completion("ok", 0, 0), plain(200), 0),
                answered("plain-no-usage", Answer.json(withoutUsage("0123456789")), plain(200), PROMPT + 3),
                answered("stream-more-than-reserved", Answer.completion("ok", 5000, 7000), stream(), 12_000),
                answered("stream-less-than-reserved", Answer.completion("ok", 1, 2), stream(), 3),
                answered("stream-nothing", Answer.completion("ok", 0, 0), stream(), 0),
                answered("stream-no-usage", text("0123456789").finish("stop").done(), stream(), PROMPT + 3),
                answered(
                        "stream-usage-on-every-chunk",
                        counted().content("c", 20, 3).finish("stop").done(),
                        stream(),
                        23),
                answered("stream-cut-usage-on-every-chunk", counted().thenCut(), failed("upstream_truncated"), 22),
                answered("stream-cut-no-usage", text("01234567").thenCut(), failed("upstream_truncated"), PROMPT + 2),
                answered("stream-malformed", counted().raw("data: nonsense\n\n"), failed("upstream_malformed"), 22),
                answered("plain-error-500", ERROR_500, plain(502), 0),
                answered("plain-error-400", Answer.error(400, "no", "no"), plain(400), 0),
                answered("plain-error-429", Answer.error(429, "later", "later"), plain(429), 0),
                answered("plain-error-401", Answer.error(401, "who", "who"), plain(502), 0),
                answered("plain-hang-up", Answer.hangUp(), plain(502), PROMPT),
                answered("plain-cut", Answer.truncatedAt(10, withoutUsage("ok")), plain(502), PROMPT + 3),
                answered("stream-error-500", ERROR_500, streamRefused(502), 0),
                answered("stream-hang-up", Answer.hangUp(), streamRefused(502), PROMPT),
                answered("stream-role-then-cut", Answer.stream().role().thenCut(), streamRefused(502), PROMPT),
                answered(
                        "stream-error-in-the-place-of-an-answer",
                        Answer.stream().raw("event: error\ndata: " + Chunks.error("no", "x", null, "y") + "\n\n"),
                        streamRefused(502),
                        0),
                new RequestEnd("plain-nobody-listens", Where.NOBODY_LISTENS, ONCE, ERROR_500, plain(502), 0),
                pair("plain-failover", ERROR_500, plain(200), SECOND),
                pair("stream-failover", ERROR_500, stream(), SECOND),
                pair("plain-failover-from-hang-up", Answer.hangUp(), plain(200), PROMPT + SECOND),
                pair("stream-failover-from-cut", Answer.stream().role().thenCut(), stream(), PROMPT + SECOND),
                timeout("first-token", "firstToken: 300ms", Answer.silent(), streamRefused(504), PROMPT),
                timeout(
                        "first-token-after-a-role",
                        "firstToken: 300ms",
                        Answer.stream().role().thenHold(),
                        streamRefused(504),
                        PROMPT),
                timeout("idle", "idle: 300ms", text("0123").thenHold(), failed("provider_timeout"), PROMPT + 1),
                timeout("idle-counted", "idle: 300ms", counted().thenHold(), failed("provider_timeout"), 22),
                timeout("total-plain", "total: 400ms", Answer.silent(), plain(504), PROMPT),
                timeout("total-stream", "total: 1s", counted().thenHold(), failed("provider_timeout"), 22),
                leaves("stream-left-before-first-token", Answer.silent(), leaveUnanswered(true, false), PROMPT),
                leaves("stream-reset-before-first-token", Answer.silent(), leaveUnanswered(true, true), PROMPT),
                leaves("stream-left", text("01234567").thenHold(), leaveAfter("01234567", false), PROMPT + 2),
                leaves("stream-reset", text("01234567").thenHold(), leaveAfter("01234567", true), PROMPT + 2),
                leaves("stream-left-counted", counted().thenHold(), leaveAfter("b", false), 22),
                leaves("stream-reset-counted", counted().thenHold(), leaveAfter("b", true), 22),
                leaves("plain-left", Answer.silent(), leaveUnanswered(false, false), PROMPT),
                leaves("plain-reset", Answer.silent(), leaveUnanswered(false, true), PROMPT));
    }

    /** Adds the model, and its provider or two. */
    void declare(CaseModels models) {
        switch (where) {
            case ONE -> models.one(name, LIMITS + settings);
            case PAIR -> models.two(name, LIMITS + settings);
            case NOBODY_LISTENS -> models.at("http://127.0.0.1:" + Ports.free() + "/v1", name, LIMITS + settings);
        }
    }

    /** Lets it happen. Its counters are checked by the caller. */
    void happen(ScriptedUpstream upstream, ChatClient client) {
        upstream.script(where == Where.PAIR ? name + "-a" : name, first);
        way.go(upstream, client, name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static RequestEnd answered(String name, Answer answer, Way way, long tokens) {
        return new RequestEnd(name, Where.ONE, ONCE, answer, way, tokens);
    }

    private static RequestEnd pair(String name, Answer first, Way way, long tokens) {
        return new RequestEnd(name, Where.PAIR, "retries: 1", first, way, tokens);
    }

    private static RequestEnd timeout(String name, String timeouts, Answer answer, Way way, long tokens) {
        return new RequestEnd(
                "timeout-" + name, Where.ONE, ONCE + ", timeouts: { " + timeouts + " }", answer, way, tokens);
    }

    private static RequestEnd leaves(String name, Answer answer, Way way, long tokens) {
        return answered(name, answer, way, tokens);
    }

    private static StreamAnswer text(String text) {
        return Answer.stream().role().content(text);
    }

    private static StreamAnswer counted() {
        return Answer.stream().role().content("a", 20, 1).content("b", 20, 2);
    }

    private static String withoutUsage(String text) {
        String whole = Chunks.completion("x", text);
        return whole.substring(0, whole.indexOf(",\"usage\"")) + "}";
    }

    private static Way plain(int status) {
        return (upstream, client, model) -> {
            var answer = client.chat(model, "hi");
            assertEquals(status, answer.status(), answer::toString);
        };
    }

    private static Way stream() {
        return (upstream, client, model) -> {
            ChatStream unused = client.streamed(ChatClient.streamRequest(model, "hi"));
        };
    }

    /** An HTTP error where a stream was asked for. */
    private static Way streamRefused(int status) {
        return (upstream, client, model) -> {
            try (SseClient stream = client.stream(model, "hi")) {
                var answer = stream.answer(SOON);
                assertEquals(status, answer.status(), answer::toString);
            }
        };
    }

    private static Way failed(String code) {
        return (upstream, client, model) -> {
            try (SseClient stream = client.stream(model, "hi")) {
                ChatStream whole = ChatStream.failed(stream.rest(SOON), model);
                assertEquals(code, whole.error().getString("code"));
            }
        };
    }

    private static Way leaveUnanswered(boolean stream, boolean reset) {
        return (upstream, client, model) -> {
            var body = stream ? ChatClient.streamRequest(model, "hi") : ChatClient.request(model, "hi");
            RawHttp request = client.start(body);
            upstream.awaitCall(model, SOON);
            long unused = reset ? request.abort() : request.leave();
        };
    }

    private static Way leaveAfter(String text, boolean reset) {
        return (upstream, client, model) -> {
            SseClient stream = client.stream(model, "hi");
            List<SseEvent> events = stream.readUntil(event -> contentOf(event).equals(text), SOON);
            assertEquals(false, events.isEmpty());
            long unused = reset ? stream.abort() : stream.leave();
        };
    }

    private static String contentOf(SseEvent event) {
        if (!event.hasContent()) {
            return "";
        }
        return event.json()
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("delta")
                .getString("content");
    }
}
