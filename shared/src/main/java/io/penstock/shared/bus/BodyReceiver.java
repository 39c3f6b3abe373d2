package io.penstock.shared.bus;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Puts a request body together from its pieces. Belongs to the worker's event loop. */
public final class BodyReceiver {

    private final int length;
    private final LongConsumer grants;
    private byte[] body;
    private int received;
    private int expected = 1;
    private long granted = BodySender.WINDOW;

    /** @param grants is given each new total of bytes the gateway may send */
    public BodyReceiver(int length, byte[] first, LongConsumer grants) {
        this.length = length;
        this.grants = grants;
        this.body = first;
        this.received = first.length;
        if (first.length < length) {
            body = new byte[length];
            System.arraycopy(first, 0, body, 0, first.length);
        }
    }

    /** @return false if a piece is missing or too long: the attempt has failed */
    public boolean accept(Frame.Body piece) {
        if (piece.sequence() != expected || piece.piece().length > length - received) {
            return false;
        }
        expected++;
        System.arraycopy(piece.piece(), 0, body, received, piece.piece().length);
        received += piece.piece().length;
        if (received < length && received + BodySender.WINDOW - granted >= BodySender.WINDOW / 2) {
            granted = received + BodySender.WINDOW;
            grants.accept(granted);
        }
        return true;
    }

    /** The whole body, or null while pieces are missing. */
    public byte @Nullable [] whole() {
        return received == length ? body : null;
    }
}
