package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonText;
import io.penstock.shared.chat.json.Span;
import java.util.Arrays;

/**
 * Changes in a request's body just what an OpenAI-style provider must get otherwise than the client
 * sent it; every other byte stays as it is, so that numbers and strings need no second rendering.
 */
public final class BodySplice {

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] OPTIONS = "{\"include_usage\":true}".getBytes(US_ASCII);
    private static final byte[] OPTIONS_FIELD = ",\"stream_options\":{\"include_usage\":true}".getBytes(US_ASCII);
    private static final byte[] ONLY_OPTION = "\"include_usage\":true".getBytes(US_ASCII);
    private static final byte[] FIRST_OPTION = "\"include_usage\":true,".getBytes(US_ASCII);

    private BodySplice() {}

    /**
     * @param peek what {@link ChatRequestReader} found in this body
     * @param upstreamModel the model's name at the provider
     * @param forceUsage whether a stream must report its usage; no effect on a plain request
     * @return the body to send: a new array, or {@code body} itself where nothing had to change
     */
    public static byte[] splice(byte[] body, ChatPeek peek, String upstreamModel, boolean forceUsage) {
        Edit model = peek.model().equals(upstreamModel) ? null : new Edit(peek.modelValue(), quoted(upstreamModel));
        Edit usage = forceUsage && peek.stream() && !peek.includeUsage() ? usage(body, peek) : null;
        if (model == null || usage == null) {
            Edit only = model == null ? usage : model;
            return only == null ? body : apply(body, only);
        }
        return model.at.start() < usage.at.start() ? apply(body, model, usage) : apply(body, usage, model);
    }

    private static Edit usage(byte[] body, ChatPeek peek) {
        Span options = peek.streamOptionsValue();
        if (!options.isPresent()) {
            return new Edit(new Span(peek.lastBrace(), peek.lastBrace()), OPTIONS_FIELD);
        }
        if (peek.includeUsageValue().isPresent()) {
            return new Edit(peek.includeUsageValue(), TRUE);
        }
        if (body[options.start()] != '{') {
            return new Edit(options, OPTIONS);
        }
        int inside = options.start() + 1;
        return new Edit(new Span(inside, inside), isEmptyObject(body, inside) ? ONLY_OPTION : FIRST_OPTION);
    }

    private static boolean isEmptyObject(byte[] body, int inside) {
        int next = inside;
        while (body[next] == ' ' || body[next] == '\n' || body[next] == '\r' || body[next] == '\t') {
            next++;
        }
        return body[next] == '}';
    }

    private static byte[] quoted(String text) {
        byte[] escaped = JsonText.escape(text);
        byte[] quoted = new byte[escaped.length + 2];
        Arrays.fill(quoted, (byte) '"');
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        return quoted;
    }

    /** @param edits in the order of the body, not overlapping */
    private static byte[] apply(byte[] body, Edit... edits) {
        int length = body.length;
        for (Edit edit : edits) {
            length += edit.bytes.length - edit.at.length();
        }
        byte[] result = new byte[length];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            int kept = edit.at.start() - from;
            System.arraycopy(body, from, result, to, kept);
            System.arraycopy(edit.bytes, 0, result, to + kept, edit.bytes.length);
            from = edit.at.end();
            to += kept + edit.bytes.length;
        }
        System.arraycopy(body, from, result, to, body.length - from);
        return result;
    }

    private record Edit(Span at, byte[] bytes) {}
}
