package io.penstock.provider.gemini.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.gemini.Requests;
import io.penstock.provider.upstream.translate.BrokenFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class GeminiFramingTest {

    private final List<String> events = new ArrayList<>();
    private final GeminiFraming framing =
            new GeminiFraming((data, start, end, name) -> events.add(new String(data, start, end - start, UTF_8)));

    @Test
    void findsABareErrorHoweverTheStreamIsCut() {
        byte[] stream = Requests.fixture("error-in-stream.sse");
        List<String> whole = events(stream, stream.length);
        assertEquals(2, whole.size());
        assertTrue(whole.get(1).startsWith("{\n") && whole.get(1).endsWith("\n}"), whole.get(1));
        for (int cut = 1; cut < stream.length; cut++) {
            assertEquals(whole, events(stream, cut), "cut at " + cut);
        }
    }

    @Test
    void handsOnABareErrorBeforeTheStreamEnds() {
        framing.feed("data: {}\r\n\r\n{\"error\": {\"message\": \"a \\\" } ] b\"}}".getBytes(UTF_8));
        assertEquals(List.of("{}", "{\"error\": {\"message\": \"a \\\" } ] b\"}}"), events);
        assertFalse(framing.isInside());
        framing.feed("\n{}\n".getBytes(UTF_8));
        framing.finish();
        assertEquals(2, events.size());
    }

    @Test
    void findsAnErrorInAnArray() {
        framing.feed(Requests.fixture("error-array.json"));
        assertEquals(1, events.size());
    }

    @Test
    void doesNotTakeDataForABareDocument() {
        framing.feed("data:{\"a\":1}\n\ndata: [2]\n\n: {\n".getBytes(UTF_8));
        assertEquals(List.of("{\"a\":1}", "[2]"), events);
    }

    @Test
    void knowsThatItIsInsideADocument() {
        framing.feed("{\"error\":".getBytes(UTF_8));
        assertTrue(framing.isInside());
        framing.finish();
        assertEquals(List.of("{\"error\":"), events);
    }

    @Test
    void refusesADocumentWithoutEnd() {
        byte[] much = new byte[600 * 1024];
        Arrays.fill(much, (byte) '[');
        framing.feed(much);
        assertThrows(BrokenFrameException.class, () -> framing.feed(much));
    }

    private static List<String> events(byte[] stream, int cut) {
        List<String> found = new ArrayList<>();
        GeminiFraming framing =
                new GeminiFraming((data, start, end, name) -> found.add(new String(data, start, end - start, UTF_8)));
        framing.feed(Arrays.copyOf(stream, cut));
        framing.feed(Arrays.copyOfRange(stream, cut, stream.length));
        framing.finish();
        return found;
    }
}
