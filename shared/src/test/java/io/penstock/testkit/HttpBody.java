package io.penstock.testkit;

import io.vertx.core.MultiMap;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of one HTTP/1.1 response (RFC 9112, section 6): by length, in chunks, or up to the close.
 * Throws {@link EOFException} where the connection ends before the message does.
 */
final class HttpBody extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private final boolean untilClose;
    private long left;
    private final StringBuilder partialLine = new StringBuilder();
    private boolean insideChunk;
    private boolean inTrailers;
    private boolean complete;

    HttpBody(InputStream in, String method, int status, MultiMap headers) {
        this.in = in;
        String length = headers.get("content-length");
        boolean none = method.equals("HEAD") || status == 204 || status == 304;
        chunked = !none && "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        untilClose = !none && !chunked && length == null;
        left = none || chunked || length == null ? 0 : Long.parseLong(length);
        complete = !chunked && !untilClose && left == 0;
    }

    /** True once the message has ended as HTTP says it should. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (complete || length == 0) {
            return complete ? -1 : 0;
        }
        if (chunked && left == 0 && !nextChunk()) {
            complete = true;
            return -1;
        }
        int n = in.read(bytes, offset, untilClose ? length : (int) Math.min(length, left));
        if (n < 0) {
            if (untilClose) {
                complete = true;
                return -1;
            }
            throw new EOFException("the connection ended before the message did");
        }
        if (!untilClose) {
            left -= n;
            complete = !chunked && left == 0;
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return complete ? 0 : in.available();
    }

    /** Keeps its place where a read times out, so that reading can go on later. */
    private boolean nextChunk() throws IOException {
        if (insideChunk) {
            line(in, partialLine); // the CRLF that closes the chunk before
            insideChunk = false;
        }
        if (!inTrailers) {
            left = Long.parseLong(line(in, partialLine).split(";")[0].trim(), 16);
            if (left > 0) {
                insideChunk = true;
                return true;
            }
            inTrailers = true;
        }
        while (!line(in, partialLine).isEmpty()) {
            // trailers
        }
        return false;
    }

    /** One line without its CRLF. */
    static String line(InputStream in) throws IOException {
        return line(in, new StringBuilder());
    }

    private static String line(InputStream in, StringBuilder line) throws IOException {
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection ended inside a line: '" + line + "'");
            }
            if (c == '\n') {
                break;
            }
            line.append((char) c);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String whole = new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        line.setLength(0);
        return whole;
    }
}
