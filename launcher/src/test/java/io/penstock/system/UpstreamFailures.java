package io.penstock.system;

import io.penstock.system.UpstreamFailure.Form;
import io.penstock.system.UpstreamFailure.Place;
import io.penstock.system.UpstreamFailure.Point;
import io.penstock.system.UpstreamFailure.Remedy;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.StreamAnswer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All the ways in which attempts are made to fail. */
final class UpstreamFailures {

    /** Marks whatever a failing upstream sends before content: none of it may reach a client. */
    static final String ID_OF_FAILING = "chatcmpl-failing";

    private static final String BAD_GATEWAY = "bad_gateway";
    private static final String TIMEOUT = "timeout_error";
    private static final String IN_BAND = Chunks.error("it melted", "server_error", null, "melted");

    static final List<UpstreamFailure> ALL = List.copyOf(new UpstreamFailures().list);

    private final List<UpstreamFailure> list = new ArrayList<>();

    private UpstreamFailures() {
        for (Form form : Form.values()) {
            unreachable(form);
            passingStatuses(form);
            refusedKeys(form);
            faultsOfTheRequest(form);
        }
        brokenPlainAnswers();
        streamsBrokenBeforeContent();
        streamsBrokenAfterContent();
    }

    private void unreachable(Form form) {
        String code = "provider_unreachable";
        nowhere(form, "connection-refused", Place.REFUSED, "", 502, BAD_GATEWAY, code);
        nowhere(form, "unknown-host", Place.NO_HOST, "", 502, BAD_GATEWAY, code);
        nowhere(form, "no-tls", Place.NO_TLS, "", 502, BAD_GATEWAY, code);
        nowhere(form, "no-connect", Place.NO_CONNECT, timeout("connect"), 504, TIMEOUT, "provider_timeout");
        broken(form, "hang-up", Point.BEFORE_HEAD, Answer.hangUp(), code);
    }

    private void passingStatuses(Form form) {
        for (int status : new int[] {408, 409, 425, 500, 502, 504}) {
            status(form, status, Remedy.ANY_TARGET, 502, BAD_GATEWAY, "provider_error");
        }
        for (int status : new int[] {503, 529}) {
            status(form, status, Remedy.ANY_TARGET, 503, "service_unavailable", "provider_overloaded");
        }
        status(form, 429, Remedy.ANY_TARGET, 429, "rate_limit_exceeded", "no_luck");
    }

    private void refusedKeys(Form form) {
        for (int status : new int[] {401, 403}) {
            status(form, status, Remedy.OTHER_TARGET, 502, BAD_GATEWAY, "provider_auth");
        }
    }

    private void faultsOfTheRequest(Form form) {
        for (int status : new int[] {400, 404, 413, 422}) {
            status(form, status, Remedy.NOTHING, status, "invalid_request_error", "no_luck");
        }
        add(
                form,
                "content-filter",
                Place.SCRIPTED,
                Point.BEFORE_HEAD,
                Remedy.NOTHING,
                Answer.error(400, "blocked", "content_filter"),
                "",
                400,
                "invalid_request_error",
                "content_filter");
    }

    private void brokenPlainAnswers() {
        String whole = Chunks.completion("x", "the first of two");
        broken(Form.PLAIN, "cut-head", Point.BEFORE_CONTENT, Answer.truncatedAt(1, whole), "upstream_truncated");
        broken(Form.PLAIN, "in-band", Point.BEFORE_CONTENT, Answer.json(IN_BAND), "melted");
        broken(Form.PLAIN, "empty", Point.BEFORE_CONTENT, Answer.json(""), "upstream_malformed");
        String chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{\"choices\":[";
        broken(Form.PLAIN, "cut-chunk", Point.BEFORE_CONTENT, Answer.raw(chunked), "upstream_truncated");
        broken(Form.PLAIN, "html", Point.BEFORE_CONTENT, Answer.html(200), "upstream_malformed");
        broken(
                Form.PLAIN,
                "cut-body",
                Point.AFTER_CONTENT,
                Answer.truncatedAt(whole.length() - 1, whole),
                "upstream_truncated");
    }

    private void streamsBrokenBeforeContent() {
        Point point = Point.BEFORE_CONTENT;
        late("silence", Point.BEFORE_HEAD, Answer.silent(), "firstToken");
        late("silence-after-head", point, Answer.stream().headers().thenHold(), "firstToken");
        late("silence-after-role", point, empty().thenHold(), "firstToken");
        stream("cut-head", point, Answer.stream().headers().thenCut(), "upstream_truncated");
        stream("cut-role", point, empty().thenCut(), "upstream_truncated");
        stream("end-role", point, empty(), "upstream_truncated");
        stream("done-role", point, empty().done(), "upstream_truncated");
        stream("malformed-role", point, empty().data("{\"choices\":["), "upstream_malformed");
        stream("in-band-role", point, empty().data(IN_BAND).thenHold(), "melted");
        stream("event-role", point, empty().raw("event: error\ndata: " + IN_BAND + "\n\n"), "melted");
        inBand("in-band-limit", Remedy.ANY_TARGET, "rate_limit", 429, "rate_limit_exceeded", "rate_limit");
        inBand("in-band-key", Remedy.OTHER_TARGET, "invalid_api_key", 502, BAD_GATEWAY, "provider_auth");
        inBand("in-band-filter", Remedy.NOTHING, "content_filter", 400, "invalid_request_error", "content_filter");
        stream("in-band-json", point, Answer.json(IN_BAND), "melted");
    }

    private void streamsBrokenAfterContent() {
        Point point = Point.AFTER_CONTENT;
        late("silence-a", point, begun().thenHold(), "idle");
        stream("cut-a", point, begun().thenCut(), "upstream_truncated");
        stream("end-a", point, begun(), "upstream_truncated");
        stream("done-a", point, begun().done(), "upstream_truncated");
        stream("malformed-a", point, begun().data("{\"choices\":["), "upstream_malformed");
        stream("in-band-a", point, begun().data(IN_BAND).thenHold(), "melted");
        stream("event-a", point, begun().raw("event: error\ndata: " + IN_BAND + "\n\n"), "melted");
    }

    /** Chunks that say nothing yet, and a comment. */
    private static StreamAnswer empty() {
        return Answer.stream()
                .data(marked(Chunks.role("x")))
                .raw(": wait\n\n")
                .data(marked(Chunks.content("x", "")))
                .data(marked(Chunks.delta("x", 0, new JsonObject(), null)));
    }

    private static StreamAnswer begun() {
        return Answer.stream().role().content("a");
    }

    private static String marked(String chunk) {
        return chunk.replace("chatcmpl-upstream", ID_OF_FAILING);
    }

    private static String timeout(String deadline) {
        return "timeouts: { " + deadline + ": 300ms }";
    }

    private void inBand(String name, Remedy remedy, String sent, int status, String type, String code) {
        Answer answer = empty().data(Chunks.error("no luck", "some_type", null, sent));
        add(Form.STREAM, name, Place.SCRIPTED, Point.BEFORE_CONTENT, remedy, answer, "", status, type, code);
    }

    private void status(Form form, int status, Remedy remedy, int seen, String type, String code) {
        Answer answer = Answer.error(status, "no luck", "no_luck", "retry-after-ms", "100");
        add(form, "status-" + status, Place.SCRIPTED, Point.BEFORE_HEAD, remedy, answer, "", seen, type, code);
    }

    private void nowhere(Form form, String name, Place place, String settings, int status, String type, String code) {
        add(form, name, place, Point.BEFORE_HEAD, Remedy.ANY_TARGET, Answer.silent(), settings, status, type, code);
    }

    private void stream(String name, Point point, Answer answer, String code) {
        broken(Form.STREAM, name, point, answer, code);
    }

    private void broken(Form form, String name, Point point, Answer answer, String code) {
        add(form, name, Place.SCRIPTED, point, Remedy.ANY_TARGET, answer, "", 502, BAD_GATEWAY, code);
    }

    private void late(String name, Point point, Answer answer, String deadline) {
        add(
                Form.STREAM,
                name,
                Place.SCRIPTED,
                point,
                Remedy.ANY_TARGET,
                answer,
                timeout(deadline),
                504,
                TIMEOUT,
                "provider_timeout");
    }

    private void add(
            Form form,
            String name,
            Place place,
            Point point,
            Remedy remedy,
            Answer answer,
            String settings,
            int status,
            String type,
            @Nullable String code) {
        String full = form.name().toLowerCase(Locale.ROOT) + "-" + name;
        list.add(new UpstreamFailure(full, form, place, point, remedy, answer, settings, status, type, code));
    }
}
