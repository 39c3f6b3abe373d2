package io.penstock.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client of one stream, strict about its form: an event is one {@code data: } line, at most one
 * {@code event: } line before it, and an empty line; a comment is one line that starts with a colon.
 * Reads only when asked to. One thread.
 */
public final class SseClient implements AutoCloseable {

    private static final Duration HEAD = Duration.ofSeconds(20);

    private final RawHttp http;
    private @Nullable HttpAnswer head;
    private final ByteArrayOutputStream partialLine = new ByteArrayOutputStream();
    private @Nullable String name;
    private @Nullable String data;
    private @Nullable String comment;
    private boolean over;
    private boolean cut;

    private SseClient(RawHttp http) {
        this.http = http;
    }

    /** Sends a request for a stream and does not wait for anything. */
    public static SseClient post(int port, String path, String json, String... headers) {
        return new SseClient(RawHttp.connect(port).post(path, json, headers));
    }

    /** As {@link #post}, over a connection that takes few bytes while nobody reads. */
    public static SseClient postSlowly(int port, String path, String json, String... headers) {
        return new SseClient(RawHttp.connect(port, 16 * 1024).post(path, json, headers));
    }

    /** Waits for the head. */
    public HttpAnswer head() {
        return head(HEAD);
    }

    public HttpAnswer head(Duration timeout) {
        if (head == null) {
            head = http.head(timeout);
        }
        return head;
    }

    public int status() {
        return head().status();
    }

    public MultiMap headers() {
        return head().headers();
    }

    /** The head and the whole body, for an answer that turned out to be no stream. */
    public HttpAnswer answer(Duration timeout) {
        HttpAnswer first = head(timeout);
        byte[] bytes =
                http.bounded("the body of " + first, timeout, () -> http.body().readAllBytes());
        return new HttpAnswer(first.status(), first.headers(), Buffer.buffer(bytes));
    }

    /** The next event or comment, or null where the body has ended. */
    public @Nullable SseEvent next(Duration timeout) {
        if (head(timeout).status() != 200) {
            throw new AssertionError("no stream but " + answer(timeout));
        }
        if (over) {
            return null;
        }
        @Nullable SseEvent[] event = new SseEvent[1];
        boolean more = http.bounded("an event", timeout, () -> {
            event[0] = read();
            return event[0] != null;
        });
        over = !more;
        return event[0];
    }

    /** Events up to and with the first that matches; fails where the stream ends before. */
    public List<SseEvent> readUntil(Predicate<SseEvent> wanted, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<SseEvent> events = new ArrayList<>();
        while (true) {
            SseEvent event = next(Duration.ofNanos(end - System.nanoTime()));
            if (event == null) {
                throw new AssertionError("the stream ended without the awaited event, after " + events);
            }
            events.add(event);
            if (wanted.test(event)) {
                return events;
            }
        }
    }

    /** Everything up to the end of the body. */
    public List<SseEvent> rest(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<SseEvent> events = new ArrayList<>();
        while (true) {
            SseEvent event = next(Duration.ofNanos(end - System.nanoTime()));
            if (event == null) {
                return events;
            }
            events.add(event);
        }
    }

    /** True once the body has ended, in good order or not. */
    public boolean isOver() {
        return over;
    }

    /** True where the connection ended before the HTTP message did. */
    public boolean wasCut() {
        return cut;
    }

    /** Closes in good order; {@link System#nanoTime} when it did. */
    public long leave() {
        return http.leave();
    }

    /** Closes with a reset; {@link System#nanoTime} when it did. */
    public long abort() {
        return http.abort();
    }

    @Override
    public void close() {
        http.close();
    }

    /** Keeps its place where a read times out, so that reading can go on later. */
    private @Nullable SseEvent read() throws IOException {
        while (true) {
            String line = line();
            if (line == null) {
                if (name != null || data != null) {
                    throw new AssertionError("the stream ended inside an event: " + name + " / " + data);
                }
                return null;
            }
            if (line.isEmpty()) {
                if (name == null && data == null && comment == null) {
                    throw new AssertionError("an empty line that closes no event");
                }
                SseEvent event = new SseEvent(name, data, comment, System.nanoTime());
                name = null;
                data = null;
                comment = null;
                return event;
            }
            if (line.startsWith(":") && comment == null && data == null && name == null) {
                comment = line.substring(1).strip();
            } else if (line.startsWith("data: ") && data == null && comment == null) {
                data = line.substring(6);
            } else if (line.startsWith("event: ") && name == null && data == null && comment == null) {
                name = line.substring(7);
            } else {
                throw new AssertionError("not the form of an event: '" + line + "' after data '" + data + "'");
            }
        }
    }

    /** One line, or null at the end of the body. Only LF ends a line here: nothing else may be sent. */
    private @Nullable String line() throws IOException {
        while (true) {
            int c;
            try {
                c = http.body().read();
            } catch (EOFException | SocketException e) {
                cut = true;
                c = -1;
            }
            if (c < 0) {
                if (partialLine.size() > 0) {
                    throw new AssertionError("the stream ended inside a line: " + partialLine);
                }
                return null;
            }
            if (c == '\n') {
                String line = partialLine.toString(StandardCharsets.UTF_8);
                partialLine.reset();
                return line;
            }
            partialLine.write(c);
        }
    }
}
