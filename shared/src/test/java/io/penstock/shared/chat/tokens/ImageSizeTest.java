package io.penstock.shared.chat.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageSizeTest {

    static Stream<byte[]> heads() {
        return Stream.of(
                ImageHeads.png(4000, 3001),
                ImageHeads.gif(4000, 3001),
                ImageHeads.webPLossy(4000, 3001),
                ImageHeads.webPLossless(4000, 3001),
                ImageHeads.webPExtended(4000, 3001),
                ImageHeads.jpeg(4000, 3001, 0),
                ImageHeads.jpeg(4000, 3001, 300));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void readsTheSizeFromTheHead(byte[] head) {
        assertEquals(new ImageSize(4000, 3001), ImageSize.of(head));
        assertEquals(new ImageSize(4000, 3001), ImageSize.of(Arrays.copyOf(head, head.length + 9)));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void knowsNothingOfAHeadThatIsCutShort(byte[] head) {
        for (int length = 0; length < head.length; length++) {
            assertNull(ImageSize.of(Arrays.copyOf(head, length)));
        }
    }

    @Test
    void readsSidesThatNeedEveryBit() {
        assertEquals(new ImageSize(Integer.MAX_VALUE, 1), ImageSize.of(ImageHeads.png(Integer.MAX_VALUE, 1)));
        assertEquals(new ImageSize(65_535, 40_000), ImageSize.of(ImageHeads.gif(65_535, 40_000)));
        assertEquals(new ImageSize(16_384, 16_384), ImageSize.of(ImageHeads.webPLossless(16_384, 16_384)));
        assertEquals(new ImageSize(1 << 24, 70_000), ImageSize.of(ImageHeads.webPExtended(1 << 24, 70_000)));
        assertEquals(new ImageSize(65_535, 40_000), ImageSize.of(ImageHeads.jpeg(65_535, 40_000, 20)));
    }

    @Test
    void refusesSizesThatNoImageHas() {
        assertNull(ImageSize.of(ImageHeads.png(0, 5)));
        assertNull(ImageSize.of(ImageHeads.png(5, -1)));
        assertNull(ImageSize.of(ImageHeads.gif(5, 0)));
    }

    /** Whatever the bytes: an answer, and at once. */
    @Test
    void endsOnAnyHead() {
        Random random = new Random(5);
        byte[][] heads = heads().toArray(byte[][]::new);
        for (int i = 0; i < 100_000; i++) {
            byte[] head = heads[i % heads.length].clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                head[random.nextInt(head.length)] = (byte) random.nextInt();
            }
            ImageSize size = ImageSize.of(head);
            assertTrue(size == null || size.width() > 0 && size.height() > 0);
        }
    }
}
