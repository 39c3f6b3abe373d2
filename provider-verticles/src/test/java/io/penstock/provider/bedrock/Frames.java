package io.penstock.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Writes frames of {@code application/vnd.amazon.eventstream}, byte by byte as Smithy's specification has them. */
public final class Frames {

    private static final byte STRING = 7;

    private Frames() {}

    public static byte[] event(String type, String json) {
        return frame(Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json"), json);
    }

    public static byte[] exception(String type, String message) {
        return frame(
                Map.of(":message-type", "exception", ":exception-type", type, ":content-type", "application/json"),
                "{\"message\":\"" + message + "\"}");
    }

    public static byte[] frame(Map<String, String> headers, String payload) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        new TreeMap<>(headers).forEach((name, value) -> {
            byte[] bytes = value.getBytes(UTF_8);
            head.write(name.length());
            head.writeBytes(name.getBytes(UTF_8));
            head.write(STRING);
            head.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) bytes.length).array());
            head.writeBytes(bytes);
        });
        byte[] body = payload.getBytes(UTF_8);
        int total = 16 + head.size() + body.length;
        ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(head.size());
        frame.putInt(crc(frame)).put(head.toByteArray()).put(body);
        return frame.putInt(crc(frame)).array();
    }

    private static int crc(ByteBuffer written) {
        CRC32 crc = new CRC32();
        crc.update(written.array(), 0, written.position());
        return (int) crc.getValue();
    }
}
