package io.penstock.bench.soak;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that asks over one connection for the list of the models, which a node answers on that connection's event
 * loop at once, without the provider. One thread at a time.
 */
final class Probe implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HEAD_END = "\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Socket socket;
    private final byte[] request;
    private final byte[] answer = new byte[64 * 1024];

    /** @param header a whole line, with a key */
    Probe(int port, String header) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        request = ("GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1:" + port + "\r\n" + header + HEAD_END)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Asks, and waits for the whole answer.
     *
     * @throws IOException if it is no list, or does not come
     */
    Span ask() throws IOException {
        long from = System.nanoTime();
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        int size = 0;
        while (!isWhole(size)) {
            int read = in.read(answer, size, answer.length - size);
            if (read <= 0) {
                throw new EOFException("the node closed a probe's connection, or its answer is too long");
            }
            size += read;
        }
        return new Span(from, System.nanoTime());
    }

    private boolean isWhole(int size) throws IOException {
        String text = new String(answer, 0, size, StandardCharsets.ISO_8859_1);
        int head = text.indexOf(HEAD_END);
        if (head < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text.substring(0, head));
        if (!text.startsWith("HTTP/1.1 200") || !length.find()) {
            throw new IOException("a probe was answered " + text.substring(0, head));
        }
        return size >= head + HEAD_END.length() + Integer.parseInt(length.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
