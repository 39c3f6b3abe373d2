package io.penstock.provider.upstream.translate;

import io.penstock.shared.sse.SseLimitException;
import io.penstock.shared.sse.SseParser;

/** Cuts the body of a streamed answer into events. One per answer; event loop only. */
public interface Framing {

    /**
     * The next bytes, cut anywhere.
     *
     * @throws SseLimitException if an event is longer than allowed
     * @throws BrokenFrameException if the bytes are no such frames
     */
    void feed(byte[] bytes);

    /** No more will come: hands on a last event that lacks only its end, where the form allows that. */
    void finish();

    /** Whether an event has begun and not ended. */
    boolean isInside();

    /** How an answer's framing is made. */
    @FunctionalInterface
    interface Factory {
        Framing open(SseParser.Handler events);
    }

    /** Server-sent events. */
    static Framing sse(SseParser.Handler events) {
        SseParser parser = new SseParser(events);
        return new Framing() {
            @Override
            public void feed(byte[] bytes) {
                parser.feed(bytes, 0, bytes.length);
            }

            @Override
            public void finish() {
                parser.finish();
            }

            @Override
            public boolean isInside() {
                return parser.isInsideLine();
            }
        };
    }
}
