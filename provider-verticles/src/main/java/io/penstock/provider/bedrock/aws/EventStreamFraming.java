package io.penstock.provider.bedrock.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.translate.BrokenFrameException;
import io.penstock.provider.upstream.translate.Framing;
import io.penstock.shared.sse.SseParser;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Frames of {@code application/vnd.amazon.eventstream} (smithy.io, "Amazon Event Stream"): four bytes of
 * total length, four of the headers' length, four of the CRC-32 of these eight, headers, payload, and the
 * CRC-32 of all that. AWS's library decodes a whole frame; its own collector is not used, since it takes
 * 2 MiB for each stream.
 *
 * <p>An exception's event has the name {@code exception:TYPE}, an error's {@code error:CODE} and its
 * message as {@code {"message":…}}.
 */
public final class EventStreamFraming implements Framing {

    public static final String EXCEPTION = "exception:";
    public static final String ERROR = "error:";

    private static final int PRELUDE = 12;
    /** A frame without headers and payload. */
    private static final int SMALLEST = 16;

    private static final int LARGEST = SseParser.MAX_EVENT_BYTES;

    private final SseParser.Handler events;
    private final CRC32 crc = new CRC32();
    private byte[] frame = new byte[1024];
    private int length;
    /** Of the frame under way, once its prelude is there. */
    private int total;

    public EventStreamFraming(SseParser.Handler events) {
        this.events = events;
    }

    @Override
    public void feed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int wanted = length < PRELUDE ? PRELUDE : total;
            int taken = Math.min(wanted - length, bytes.length - at);
            append(bytes, at, taken, wanted);
            at += taken;
            if (length == PRELUDE && wanted == PRELUDE) {
                total = checkedTotal();
            } else if (length == total && wanted == total) {
                length = 0;
                decode();
            }
        }
    }

    @Override
    public void finish() {
        // A frame that is cut short cannot be judged.
    }

    @Override
    public boolean isInside() {
        return length > 0;
    }

    private void append(byte[] bytes, int at, int count, int wanted) {
        if (length + count > frame.length) {
            // As the bytes come: a length alone is no reason to take memory.
            frame = Arrays.copyOf(frame, Math.min(wanted, Math.max(2 * frame.length, length + count)));
        }
        System.arraycopy(bytes, at, frame, length, count);
        length += count;
    }

    /** The prelude has a checksum of its own, so that a broken length is not waited for. */
    private int checkedTotal() {
        ByteBuffer prelude = ByteBuffer.wrap(frame, 0, PRELUDE);
        int size = prelude.getInt();
        long headers = Integer.toUnsignedLong(prelude.getInt());
        crc.reset();
        crc.update(frame, 0, PRELUDE - 4);
        if ((int) crc.getValue() != prelude.getInt()) {
            throw new BrokenFrameException("a frame whose prelude's checksum is wrong");
        }
        if (size < SMALLEST || headers > size - SMALLEST) {
            throw new BrokenFrameException("a frame whose lengths do not fit");
        }
        if (size > LARGEST) {
            throw new BrokenFrameException("a frame longer than " + LARGEST + " bytes");
        }
        return size;
    }

    private void decode() {
        Message message;
        try {
            message = Message.decode(ByteBuffer.wrap(frame, 0, total));
        } catch (RuntimeException notInForm) {
            // The library has no exception of its own; a wrong checksum is one of several.
            throw new BrokenFrameException("a frame that is damaged");
        }
        Map<String, HeaderValue> headers = message.getHeaders();
        byte[] payload = message.getPayload();
        String type = text(headers, ":message-type");
        switch (type) {
            case "event" -> event(text(headers, ":event-type"), payload);
            // It counts without a payload too, and an empty event would be passed over.
            case "exception" ->
                event(EXCEPTION + text(headers, ":exception-type"), payload.length == 0 ? message("") : payload);
            case "error" -> event(ERROR + text(headers, ":error-code"), message(text(headers, ":error-message")));
            default -> throw new BrokenFrameException("a frame of no known type");
        }
    }

    private void event(String name, byte[] payload) {
        events.event(payload, 0, payload.length, name);
    }

    private static byte[] message(String text) {
        try {
            return WireJson.MAPPER.writeValueAsBytes(Map.of("message", text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty where there is none, or one that is no text. */
    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        try {
            return value == null ? "" : value.getString();
        } catch (IllegalStateException noText) {
            return "";
        }
    }
}
