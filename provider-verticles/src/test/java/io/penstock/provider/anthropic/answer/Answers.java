package io.penstock.provider.anthropic.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.upstream.translate.Step;
import io.penstock.shared.sse.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/** Answers in Anthropic's own bytes. */
@NullMarked
final class Answers {

    private Answers() {}

    static Step feed(EventReader reader, String event) {
        byte[] data = event.getBytes(UTF_8);
        try {
            return reader.event(null, data, 0, data.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String start(String block) {
        return "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block + "}";
    }

    static List<String> events(String name) {
        List<String> events = new ArrayList<>();
        SseParser parser =
                new SseParser((data, start, end, event) -> events.add(new String(data, start, end - start, UTF_8)));
        byte[] bytes = bytes(name + ".sse");
        parser.feed(bytes, 0, bytes.length);
        return events;
    }

    static byte[] bytes(String file) {
        try (InputStream in = Answers.class.getResourceAsStream("/anthropic/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
