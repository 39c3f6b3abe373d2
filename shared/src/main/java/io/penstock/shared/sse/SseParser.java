package io.penstock.shared.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An incremental parser of an event stream (WHATWG HTML, section 9.2.6): feed it bytes cut anywhere,
 * and each event is handed on as soon as the line end of its blank line is there. LF, CRLF and CR end
 * a line; after a CR the parser does not wait to see whether a LF follows. A byte order mark,
 * comments, {@code id}, {@code retry} and unknown fields are passed over.
 *
 * <p>An event that lies whole in the fed bytes and has one {@code data} line is handed on as a slice
 * of them; only cut and multi-line events are copied. One owner, no thread safety; the handler must
 * not feed the parser. After a {@link SseLimitException} the parser is of no more use.
 */
public final class SseParser {

    /** The longest line, and the longest data of one event over all its lines. */
    public static final int MAX_EVENT_BYTES = 8 * 1024 * 1024;

    /** Takes what was parsed. */
    @FunctionalInterface
    public interface Handler {

        /**
         * One event that has a {@code data} field, be it empty. The bytes are the parser's or the
         * feeder's: valid during the call only, never to be changed.
         *
         * @param dataEnd exclusive; several data lines are joined by one LF
         * @param eventName the {@code event} field, or null where there is none or it is empty
         */
        void event(byte[] buffer, int dataStart, int dataEnd, @Nullable String eventName);
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] LF = {'\n'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Handler handler;
    /** The start of a line whose end was not fed yet. */
    private final ByteStore partialLine = new ByteStore();
    /** The data of an event with several lines, or one that outlived the bytes it came in. */
    private final ByteStore joined = new ByteStore();

    private byte[] data = LF;
    private int dataStart;
    private int dataEnd;
    private boolean hasData;
    private @Nullable String eventName;
    private byte[] lastName = DATA;
    private String lastNameText = "data";

    private int bomMatched;
    private boolean afterCr;

    public SseParser(Handler handler) {
        this.handler = handler;
    }

    /**
     * Parses the next bytes of the stream; they may be reused afterwards.
     *
     * @param to exclusive
     * @throws SseLimitException when a line or an event is too long; events before it were handed on
     */
    public void feed(byte[] bytes, int from, int to) {
        int p = bomMatched < BYTE_ORDER_MARK.length ? skipByteOrderMark(bytes, from, to) : from;
        if (afterCr && p < to) {
            afterCr = false;
            if (bytes[p] == '\n') {
                p++;
            }
        }
        int lineStart = p;
        for (p = LineEnd.find(bytes, p, to); p < to; p = LineEnd.find(bytes, p, to)) {
            byte b = bytes[p];
            endLine(bytes, lineStart, p);
            p++;
            if (b == '\r') {
                if (p == to) {
                    afterCr = true;
                } else if (bytes[p] == '\n') {
                    p++;
                }
            }
            lineStart = p;
        }
        outlive(bytes);
        if (lineStart < to) {
            partialLine.append(bytes, lineStart, to);
        }
    }

    /**
     * The stream has ended. What the standard would throw away is handed on: a last line without a
     * line end, a last event without a blank line. Many LLM servers close right after their last
     * data; whether the answer is whole is for the reader of the events to judge.
     */
    public void finish() {
        if (partialLine.length() > 0) {
            line(partialLine.bytes(), 0, partialLine.length());
        }
        dispatch();
        partialLine.clear();
        joined.clear();
    }

    /** Whether the bytes so far end in the middle of a line; to be asked before {@link #finish()}. */
    public boolean isInsideLine() {
        return partialLine.length() > 0;
    }

    private int skipByteOrderMark(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && bomMatched < BYTE_ORDER_MARK.length) {
            if (bytes[p] != BYTE_ORDER_MARK[bomMatched]) {
                partialLine.append(BYTE_ORDER_MARK, 0, bomMatched);
                bomMatched = BYTE_ORDER_MARK.length;
                return p;
            }
            bomMatched++;
            p++;
        }
        return p;
    }

    private void endLine(byte[] bytes, int start, int end) {
        if (partialLine.length() == 0) {
            line(bytes, start, end);
            return;
        }
        partialLine.append(bytes, start, end);
        line(partialLine.bytes(), 0, partialLine.length());
        outlive(partialLine.bytes());
        partialLine.clear();
    }

    private void line(byte[] bytes, int start, int end) {
        if (end - start > MAX_EVENT_BYTES) {
            throw new SseLimitException();
        }
        if (start == end) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, end);
        if (value < end && bytes[value] == ' ') {
            value++;
        }
        if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
            addData(bytes, value, end);
        } else if (Arrays.equals(bytes, start, colon, EVENT, 0, EVENT.length)) {
            eventName = value == end ? null : name(bytes, value, end);
        }
    }

    private void addData(byte[] bytes, int start, int end) {
        if (!hasData) {
            hasData = true;
            data = bytes;
            dataStart = start;
            dataEnd = end;
            return;
        }
        outlive(data);
        joined.append(LF, 0, 1);
        joined.append(bytes, start, end);
        useJoined();
    }

    /** Copies the event's data if it still is a slice of these bytes, which are about to change. */
    private void outlive(byte[] bytes) {
        if (hasData && data == bytes && data != joined.bytes()) {
            joined.append(data, dataStart, dataEnd);
            useJoined();
        }
    }

    private void useJoined() {
        data = joined.bytes();
        dataStart = 0;
        dataEnd = joined.length();
    }

    private void dispatch() {
        String name = eventName;
        eventName = null;
        if (!hasData) {
            return;
        }
        hasData = false;
        handler.event(data, dataStart, dataEnd, name);
        joined.clear();
        data = LF;
    }

    /** Streams repeat their few names: the last one is kept as text. */
    private String name(byte[] bytes, int start, int end) {
        if (!Arrays.equals(bytes, start, end, lastName, 0, lastName.length)) {
            lastName = Arrays.copyOfRange(bytes, start, end);
            lastNameText = new String(lastName, StandardCharsets.UTF_8);
        }
        return lastNameText;
    }
}
