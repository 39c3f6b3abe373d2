package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonText;
import io.penstock.shared.chat.json.Span;
import java.util.Arrays;
import java.util.List;

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

    /** The body with its {@link #edits}: a new array, or {@code body} itself where nothing had to change. */
    public static byte[] splice(byte[] body, ChatPeek peek, String upstreamModel, boolean forceUsage) {
        return BodyEdit.apply(body, edits(body, peek, upstreamModel, forceUsage));
    }

    /**
     * @param peek what {@link ChatRequestReader} found in this body
     * @param upstreamModel the model's name at the provider
     * @param forceUsage whether a stream must report its usage; no effect on a plain request
     * @return at most two, in the order of the body
     */
    public static List<BodyEdit> edits(byte[] body, ChatPeek peek, String upstreamModel, boolean forceUsage) {
        BodyEdit model =
                peek.model().equals(upstreamModel) ? null : new BodyEdit(peek.modelValue(), quoted(upstreamModel));
        BodyEdit usage = forceUsage && peek.stream() && !peek.includeUsage() ? usage(body, peek) : null;
        if (model == null || usage == null) {
            BodyEdit only = model == null ? usage : model;
            return only == null ? List.of() : List.of(only);
        }
        boolean modelFirst = model.at().start() < usage.at().start();
        return modelFirst ? List.of(model, usage) : List.of(usage, model);
    }

    private static BodyEdit usage(byte[] body, ChatPeek peek) {
        Span options = peek.streamOptionsValue();
        if (!options.isPresent()) {
            return new BodyEdit(new Span(peek.lastBrace(), peek.lastBrace()), OPTIONS_FIELD);
        }
        if (peek.includeUsageValue().isPresent()) {
            return new BodyEdit(peek.includeUsageValue(), TRUE);
        }
        if (body[options.start()] != '{') {
            return new BodyEdit(options, OPTIONS);
        }
        int inside = options.start() + 1;
        return new BodyEdit(new Span(inside, inside), isEmptyObject(body, inside) ? ONLY_OPTION : FIRST_OPTION);
    }

    private static boolean isEmptyObject(byte[] body, int inside) {
        int next = inside;
        while (body[next] == ' ' || body[next] == '\n' || body[next] == '\r' || body[next] == '\t') {
            next++;
        }
        return body[next] == '}';
    }

    /** The text as a JSON string. */
    static byte[] quoted(String text) {
        byte[] escaped = JsonText.escape(text);
        byte[] quoted = new byte[escaped.length + 2];
        Arrays.fill(quoted, (byte) '"');
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        return quoted;
    }
}
