package io.penstock.provider.contract.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A streamed answer's body as the provider's server sends it.
 *
 * @param frames events or binary frames, each whole, in their order, with pings and comments among them
 */
public record Streamed(String contentType, List<byte[]> frames) {

    public static final String SSE = "text/event-stream; charset=utf-8";

    public Streamed {
        frames = List.copyOf(frames);
    }

    /** @param events each with its empty line */
    public static Streamed sse(List<String> events) {
        return new Streamed(
                SSE,
                events.stream()
                        .map(event -> event.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    public Streamed then(List<byte[]> more) {
        List<byte[]> all = new ArrayList<>(frames);
        all.addAll(more);
        return new Streamed(contentType, all);
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
