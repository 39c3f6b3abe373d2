package io.penstock.shared.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineEndTest {

    @Test
    void findsTheFirstWhereverItIs() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 40)];
            for (int i = 0; i < bytes.length; i++) {
                // Neighbours of both, and bytes that differ from them in the top bit alone.
                bytes[i] = (byte) (random.nextInt(9, 15) + (random.nextBoolean() ? 0x80 : 0));
                if (random.nextInt(8) > 0) {
                    bytes[i] = (byte) (bytes[i] == '\n' || bytes[i] == '\r' ? 0x0b : bytes[i]);
                }
            }
            int from = random.nextInt(bytes.length);
            int to = random.nextInt(from, bytes.length + 1);
            int expected = from;
            while (expected < to && bytes[expected] != '\n' && bytes[expected] != '\r') {
                expected++;
            }
            assertEquals(expected, LineEnd.find(bytes, from, to));
        }
    }
}
