package io.penstock.shared.bus;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sends a request body to a worker in pieces, no faster than the worker takes them. The first piece
 * travels in {@link Frame.Open}; a body of up to {@link Frame#MAX_PAYLOAD} needs no more. Belongs to
 * the gateway's event loop.
 */
public final class BodySender {

    /** Bytes that may be under way before the worker confirmed any. */
    public static final long WINDOW = 512 * 1024;

    private final long stream;
    private final byte[] body;
    private final Consumer<Frame.Body> out;
    private long granted = WINDOW;
    private int sent;
    private int sequence;

    public BodySender(long stream, byte[] body, Consumer<Frame.Body> out) {
        this.stream = stream;
        this.body = body;
        this.out = out;
    }

    /** The piece for {@link Frame.Open}; a small body is passed by reference. */
    public byte[] first() {
        return take();
    }

    /** Sends what the window allows. Call once after the Open was accepted; grants go on from there. */
    public void pump() {
        while (sent < body.length && sent < granted) {
            byte[] piece = take();
            out.accept(new Frame.Body(stream, ++sequence, piece));
        }
    }

    public void grant(long total) {
        if (total > granted) {
            granted = total;
            pump();
        }
    }

    private byte[] take() {
        int from = sent;
        sent = Math.min(body.length, from + Frame.MAX_PAYLOAD);
        return from == 0 && sent == body.length ? body : Arrays.copyOfRange(body, from, sent);
    }
}
