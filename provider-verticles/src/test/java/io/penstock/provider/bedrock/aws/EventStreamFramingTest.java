package io.penstock.provider.bedrock.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.bedrock.Frames;
import io.penstock.provider.upstream.translate.BrokenFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class EventStreamFramingTest {

    private static final byte[] FRAMES = join(
            Frames.event("messageStart", "{\"role\":\"assistant\"}"),
            Frames.event("contentBlockDelta", "{\"delta\":{\"text\":\"ä€😀\"}}"),
            Frames.frame(Map.of(":message-type", "exception", ":exception-type", "throttlingException"), "{}"),
            Frames.frame(Map.of(":message-type", "error", ":error-code", "Internal", ":error-message", "a \"b\""), ""));
    private static final List<String> EVENTS = List.of(
            "messageStart {\"role\":\"assistant\"}",
            "contentBlockDelta {\"delta\":{\"text\":\"ä€😀\"}}",
            "exception:throttlingException {}",
            "error:Internal {\"message\":\"a \\\"b\\\"\"}");

    private final List<String> events = new ArrayList<>();
    private final EventStreamFraming framing = new EventStreamFraming(
            (buffer, start, end, name) -> events.add(name + " " + new String(buffer, start, end - start, UTF_8)));

    @Test
    void cutsAtEveryByte() {
        for (int cut = 0; cut <= FRAMES.length; cut++) {
            events.clear();
            framing.feed(Arrays.copyOf(FRAMES, cut));
            framing.feed(Arrays.copyOfRange(FRAMES, cut, FRAMES.length));
            assertEquals(EVENTS, events, "cut at " + cut);
            assertFalse(framing.isInside());
        }
        events.clear();
        for (byte each : FRAMES) {
            framing.feed(new byte[] {each});
        }
        assertEquals(EVENTS, events);
    }

    @Test
    void noticesEveryByteThatHasChanged() {
        byte[] frame = Frames.event("contentBlockStop", "{\"contentBlockIndex\":0}");
        for (int i = 0; i < frame.length; i++) {
            byte[] damaged = frame.clone();
            damaged[i] ^= 0x10;
            EventStreamFraming fresh = new EventStreamFraming((buffer, start, end, name) -> events.add(name));
            assertThrows(BrokenFrameException.class, () -> fresh.feed(damaged), "byte " + i);
        }
        assertEquals(List.of(), events);
    }

    @Test
    void refusesAFrameThatIsTooLongAsSoonAsItsLengthIsKnown() {
        assertEquals(
                "a frame longer than 8388608 bytes",
                assertThrows(BrokenFrameException.class, () -> framing.feed(prelude(8 * 1024 * 1024 + 1, 10)))
                        .getMessage());
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        for (byte[] prelude : List.of(prelude(15, 0), prelude(-1, 0), prelude(100, 90), prelude(100, -1))) {
            assertThrows(BrokenFrameException.class, () -> framing(prelude));
        }
    }

    @Test
    void refusesAFrameWithoutAType() {
        assertThrows(BrokenFrameException.class, () -> framing.feed(Frames.frame(Map.of(":x", "y"), "{}")));
    }

    @Test
    void takesLongFramesInSmallPieces() {
        String text = "x".repeat(300_000);
        byte[] frame = Frames.event("contentBlockDelta", text);
        for (int at = 0; at < frame.length; at += 1000) {
            framing.feed(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 1000)));
            assertTrue(framing.isInside() || at + 1000 >= frame.length);
        }
        assertEquals(List.of("contentBlockDelta " + text), events);
    }

    private void framing(byte[] bytes) {
        new EventStreamFraming((buffer, start, end, name) -> events.add(name)).feed(bytes);
    }

    private static byte[] prelude(int total, int headers) {
        ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(headers);
        CRC32 crc = new CRC32();
        crc.update(prelude.array(), 0, 8);
        return prelude.putInt((int) crc.getValue()).array();
    }

    private static byte[] join(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
