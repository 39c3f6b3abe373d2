package io.penstock.shared.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTransferTest {

    private final Deque<Frame.Body> wire = new ArrayDeque<>();

    @Test
    void aSmallBodyTravelsInOneFrameByReference() {
        byte[] body = new byte[Frame.MAX_PAYLOAD];
        BodySender sender = new BodySender(1, body, wire::add);
        assertSame(body, sender.first());
        sender.pump();
        assertTrue(wire.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Frame.MAX_PAYLOAD, Frame.MAX_PAYLOAD + 1, 700_000, 5_000_000})
    void arrivesWholeWithinTheWindow(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        List<Long> grants = new ArrayList<>();
        BodySender sender = new BodySender(1, body, wire::add);
        byte[] first = sender.first();
        BodyReceiver receiver = new BodyReceiver(length, first, grants::add);
        sender.pump();
        long ahead = first.length;
        while (receiver.whole() == null) {
            ahead = wire.stream().mapToLong(piece -> piece.piece().length).sum();
            assertTrue(ahead <= BodySender.WINDOW + Frame.MAX_PAYLOAD);
            assertTrue(receiver.accept(wire.remove()));
            grants.forEach(sender::grant);
            grants.clear();
        }
        assertArrayEquals(body, receiver.whole());
        assertTrue(wire.isEmpty());
    }

    @Test
    void aMissingPieceIsNoticed() {
        byte[] body = new byte[3 * Frame.MAX_PAYLOAD];
        BodySender sender = new BodySender(1, body, wire::add);
        BodyReceiver receiver = new BodyReceiver(body.length, sender.first(), grant -> {});
        sender.pump();
        assertEquals(2, wire.size());
        wire.poll();
        assertFalse(receiver.accept(wire.remove()));
        assertNull(receiver.whole());
    }

    @Test
    void morePiecesThanAnnouncedAreRefused() {
        BodyReceiver receiver = new BodyReceiver(10, new byte[5], grant -> {});
        assertFalse(receiver.accept(new Frame.Body(1, 1, new byte[6])));
    }
}
