package io.penstock.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection over a plain socket, for clients that send what no library would, read
 * slowly or not at all, or leave without a word. One thread. Every read has a deadline, and failing
 * it fails the test.
 */
public final class RawHttp implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private String method = "GET";
    private long deadline;
    private @Nullable HttpBody body;

    private RawHttp(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            out = socket.getOutputStream();
            in = new BufferedInputStream(new UntilDeadline(socket.getInputStream()), 8192);
        } catch (IOException e) {
            throw new UncheckedIOException("connecting to 127.0.0.1:" + port, e);
        }
    }

    public static RawHttp connect(int port) {
        return new RawHttp(port, 0);
    }

    /** A client whose kernel takes about this many bytes before the server's socket fills up. */
    public static RawHttp connect(int port, int receiveBuffer) {
        return new RawHttp(port, receiveBuffer);
    }

    /** These bytes as they are. */
    public RawHttp send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole POST of a JSON body. {@code headers} are names and values in turn. */
    public RawHttp post(String path, String json, String... headers) {
        return request("POST", path, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A whole request; {@code host}, {@code content-length} and a JSON {@code content-type} unless given. */
    public RawHttp request(String requestMethod, String path, byte @Nullable [] content, String... headers) {
        method = requestMethod;
        MultiMap all = MultiMap.caseInsensitiveMultiMap().set("host", "127.0.0.1:" + socket.getPort());
        if (content != null) {
            all.set("content-type", "application/json").set("content-length", String.valueOf(content.length));
        }
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        StringBuilder head = new StringBuilder(requestMethod + " " + path + " HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        send(head.append("\r\n").toString());
        return content == null ? this : send(content);
    }

    /** Waits for the response head; the body stays unread. Skips interim responses. */
    public HttpAnswer head(Duration timeout) {
        return bounded("a response head", timeout, () -> {
            while (true) {
                String statusLine = HttpBody.line(in);
                int status = Integer.parseInt(statusLine.split(" ")[1]);
                MultiMap headers = MultiMap.caseInsensitiveMultiMap();
                for (String line = HttpBody.line(in); !line.isEmpty(); line = HttpBody.line(in)) {
                    int colon = line.indexOf(':');
                    headers.add(
                            line.substring(0, colon), line.substring(colon + 1).trim());
                }
                if (status >= 200) {
                    body = new HttpBody(in, method, status, headers);
                    return new HttpAnswer(status, headers, Buffer.buffer());
                }
            }
        });
    }

    /** Waits for a whole response. */
    public HttpAnswer answer(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        HttpAnswer head = head(timeout);
        byte[] bytes =
                bounded("the body of " + head, Duration.ofNanos(end - System.nanoTime()), () -> body().readAllBytes());
        return new HttpAnswer(head.status(), head.headers(), Buffer.buffer(bytes));
    }

    /** Waits until the server closes; whatever still comes is dropped. */
    public void awaitClose(Duration timeout) {
        long ignored = bounded("the server to close the connection", timeout, () -> {
            try {
                return in.transferTo(OutputStream.nullOutputStream());
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                return 0L;
            }
        });
    }

    /** Closes in good order (FIN); {@link System#nanoTime} when it did. */
    @CanIgnoreReturnValue
    public long leave() {
        try {
            long now = System.nanoTime();
            socket.close();
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a reset (RST), as a killed client does; {@link System#nanoTime} when it did. */
    public long abort() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return leave();
    }

    @Override
    public void close() {
        leave();
    }

    HttpBody body() {
        if (body == null) {
            throw new IllegalStateException("the head has not been read");
        }
        return body;
    }

    /** Reads under a deadline, which every read of the body counts against. */
    <T> T bounded(String what, Duration timeout, Reading<T> reading) {
        deadline = System.nanoTime() + timeout.toNanos();
        try {
            return reading.read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not within " + timeout.toMillis() + " ms: " + what, e);
        } catch (IOException e) {
            throw new UncheckedIOException("while waiting for " + what, e);
        }
    }

    interface Reading<T> {
        T read() throws IOException;
    }

    private final class UntilDeadline extends InputStream {

        private final InputStream wire;

        UntilDeadline(InputStream wire) {
            this.wire = wire;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0 && wire.available() == 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.max(1, left));
            return wire.read(bytes, offset, length);
        }

        @Override
        public int available() throws IOException {
            return wire.available();
        }
    }
}
