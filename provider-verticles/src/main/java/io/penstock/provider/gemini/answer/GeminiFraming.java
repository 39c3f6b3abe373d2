package io.penstock.provider.gemini.answer;

import io.penstock.provider.upstream.translate.BrokenFrameException;
import io.penstock.provider.upstream.translate.Framing;
import io.penstock.shared.sse.SseParser;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, and among them what no event is: when a stream fails, Gemini goes on with the error's
 * bare JSON document, of several lines and without {@code data:}. It is handed on as an event once its last
 * brace is there.
 */
public final class GeminiFraming implements Framing {

    private static final int LARGEST_DOCUMENT = 1024 * 1024;

    private final SseParser.Handler events;
    private final SseParser parser;
    private boolean atLineStart = true;
    private @Nullable Document document;

    /** JSON that grows until its brackets are closed. */
    private static final class Document {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int depth;
        boolean inString;
        boolean escaped;
        boolean whole;

        void add(byte b) {
            bytes.write(b);
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = b == '\\';
                inString = b != '"';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                whole = depth == 0;
            }
        }
    }

    public GeminiFraming(SseParser.Handler events) {
        this.events = events;
        this.parser = new SseParser(events);
    }

    @Override
    public void feed(byte[] bytes) {
        int from = 0;
        if (document == null) {
            from = bareJson(bytes);
            parser.feed(bytes, 0, from);
            if (from == bytes.length) {
                return;
            }
            document = new Document();
        }
        grow(document, bytes, from);
    }

    @Override
    public void finish() {
        parser.finish();
        if (document != null && !document.whole) {
            handOn(document);
        }
    }

    @Override
    public boolean isInside() {
        return parser.isInsideLine() || (document != null && !document.whole);
    }

    /** Where a line begins as JSON does and no line of an event can; the end where none does. */
    private int bareJson(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (atLineStart && (b == '{' || b == '[')) {
                return i;
            }
            atLineStart = b == '\n' || b == '\r';
        }
        return bytes.length;
    }

    private void grow(Document open, byte[] bytes, int from) {
        for (int i = from; i < bytes.length && !open.whole; i++) {
            open.add(bytes[i]);
        }
        if (open.bytes.size() > LARGEST_DOCUMENT) {
            throw new BrokenFrameException("a document of more than " + LARGEST_DOCUMENT + " bytes among its events");
        }
        if (open.whole && open.bytes.size() > 0) {
            handOn(open);
            open.bytes.reset();
        }
    }

    private void handOn(Document read) {
        byte[] json = read.bytes.toByteArray();
        events.event(json, 0, json.length, null);
    }
}
