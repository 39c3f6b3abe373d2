package io.penstock.testkit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes while the socket has room, waits while it has none; the call's count of bytes shows which. */
final class Flood implements Answer {

    /** Characters of content in each chunk. */
    static final int CONTENT = 1000;

    private static final int CHUNKS_PER_WRITE = 16;

    private final long bytes;

    Flood(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public void answer(UpstreamCall call, HttpServerResponse response) {
        StreamAnswer.head(response);
        Buffer first = StreamAnswer.event(Chunks.role(call.model()));
        call.write(first.length());
        response.write(first);
        Buffer event = StreamAnswer.event(Chunks.content(call.model(), "x".repeat(CONTENT)));
        Buffer block = Buffer.buffer();
        for (int i = 0; i < CHUNKS_PER_WRITE; i++) {
            block.appendBuffer(event);
        }
        pump(call, response, block);
    }

    private void pump(UpstreamCall call, HttpServerResponse response, Buffer block) {
        while (call.bytesWritten() < bytes) {
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump(call, response, block));
                return;
            }
            call.write(block.length());
            response.write(block.copy());
        }
        response.drainHandler(null);
        response.end(StreamAnswer.event(Chunks.finish(call.model(), "stop")).appendString("data: [DONE]\n\n"));
    }
}
