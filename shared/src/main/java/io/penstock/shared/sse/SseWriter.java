package io.penstock.shared.sse;

import java.nio.charset.StandardCharsets;

/** The few events Penstock writes that are no chunk. Every array is the caller's own. */
public final class SseWriter {

    private static final byte[] ERROR = "event: error\ndata: ".getBytes(StandardCharsets.US_ASCII);

    private SseWriter() {}

    /** A comment, which clients ignore: it keeps idle connections open. */
    public static byte[] ping() {
        return ": ping\n\n".getBytes(StandardCharsets.US_ASCII);
    }

    /** @param json one JSON text in UTF-8 without line ends */
    public static byte[] error(byte[] json) {
        byte[] event = new byte[ERROR.length + json.length + 2];
        System.arraycopy(ERROR, 0, event, 0, ERROR.length);
        System.arraycopy(json, 0, event, ERROR.length, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }
}
