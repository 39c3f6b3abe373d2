package io.penstock.shared.chat.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void everyByteAtEveryPlaceOfAWordIsPlainOrNot() {
        for (int value = 0; value < 256; value++) {
            boolean plain = value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
            for (int length = 1; length < 20; length++) {
                for (int at = 0; at < length; at++) {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 'x');
                    bytes[at] = (byte) value;
                    assertEquals(plain ? length : at, PlainText.end(bytes, 0, length), "byte " + value + " at " + at);
                }
            }
        }
    }

    @Test
    void findsTheFirstOfSeveral() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 40)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length);
            int to = random.nextInt(from, bytes.length + 1);
            int expected = from;
            while (expected < to && bytes[expected] >= ' ' && bytes[expected] != '"' && bytes[expected] != '\\') {
                expected++;
            }
            assertEquals(expected, PlainText.end(bytes, from, to));
        }
    }
}
