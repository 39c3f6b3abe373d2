package io.penstock.shared.chat.tokens;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Beginnings of image files, as short as they can be. */
final class ImageHeads {

    private ImageHeads() {}

    static byte[] png(int width, int height) {
        return ByteBuffer.allocate(24)
                .put(latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    static byte[] gif(int width, int height) {
        return little(10)
                .put(latin1("GIF89a"))
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    static byte[] webPLossy(int width, int height) {
        return little(30)
                .put(latin1("RIFF\1\0\0\0WEBPVP8 \1\0\0\0\0\0\0\u009d\1\u002a"))
                .putShort((short) width)
                // The two bits above a side's fourteen are for scaling.
                .putShort((short) (height | 0x4000))
                .array();
    }

    static byte[] webPLossless(int width, int height) {
        return little(25)
                .put(latin1("RIFF\1\0\0\0WEBPVP8L\1\0\0\0/"))
                .putInt(width - 1 | height - 1 << 14 | 1 << 28)
                .array();
    }

    static byte[] webPExtended(int width, int height) {
        ByteBuffer head = little(30).put(latin1("RIFF\1\0\0\0WEBPVP8X\12\0\0\0\0\0\0\0"));
        return head.putShort((short) (width - 1))
                .put((byte) (width - 1 >> 16))
                .putShort((short) (height - 1))
                .put((byte) (height - 1 >> 16))
                .array();
    }

    /** @param notes length of what stands before the size */
    static byte[] jpeg(int width, int height, int notes) {
        return ByteBuffer.allocate(2 + 4 + notes + 1 + 4 + 9)
                .put(latin1("\u00ff\u00d8\u00ff\u00e1"))
                .putShort((short) (notes + 2))
                .put(new byte[notes])
                // Any marker may have fill bytes before it; DHT is no frame though its number is among theirs.
                .put(latin1("\u00ff\u00ff\u00c4\0\2"))
                .put(latin1("\u00ff\u00c2\0\21\10"))
                .putShort((short) height)
                .putShort((short) width)
                .array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] latin1(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
