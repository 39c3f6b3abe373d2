package io.penstock.shared.sse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    private final List<String> events = new ArrayList<>();
    private final SseParser parser = new SseParser(this::take);

    private void take(byte[] buffer, int start, int end, @Nullable String name) {
        String data = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        events.add(name == null ? data : name + "=" + data);
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        parser.feed(bytes, 0, bytes.length);
        Arrays.fill(bytes, (byte) '#');
    }

    // In the rows, N stands for LF, R for CR, B for the byte order mark and _ for a space.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:_aNN                       | a
            data:aNN                        | a
            data:__aNN                      | _a
            data:_aRNRN                     | a
            data:_aRR                       | a
            data:_aRNNdata:_bRRN            | a;b
            data:_aNNdata:_bNNdata:_cNN     | a;b;c
            Bdata:_aNN                      | a
            Bdata:_aNNBdata:_bNN            | a
            data:_aBNN                      | aB
            data:_aNdata:_bNdata:cNN        | a/b/c
            data:_aRNdata:_bRNRN            | a/b
            dataNN                          | ''
            data:NN                         | ''
            dataNdataNN                     | /
            data:Ndata:_aNN                 | /a
            :_pingNNdata:_aNN:NN            | a
            event:_errorNdata:_aNNdata:_bNN | error=a;b
            event:errorNNdata:_aNN          | a
            event:_xNevent:Ndata:_aNN       | a
            data:_aNevent:_xNN              | x=a
            id:_1Nretry:_5Nfoo:_barNdata:_aNN | a
            datax:_aNN_data:_bNNDATA:_cNN   |
            data:_é漢😀NN                    | é漢😀
            NNRRRNRNdata:_a:bNN             | a:b
            data:_aN                        | a
            data:_a                         | a
            data:_aNNdata:_bNdata:_c        | a;b/c
            data:_aNNevent:_x               | a
            """)
    void parsesTheSameEventsHoweverTheBytesAreCut(String stream, String expected) {
        byte[] bytes = decoded(stream).getBytes(StandardCharsets.UTF_8);
        List<String> wanted = expected == null
                ? List.of()
                : Arrays.stream(expected.split(";", -1))
                        .map(row -> decoded(row).replace('/', '\n'))
                        .toList();
        assertEquals(wanted, parse(bytes, bytes.length), "whole");
        for (int cut = 1; cut < bytes.length; cut++) {
            assertEquals(wanted, parse(bytes, cut), "cut at " + cut);
        }
        assertEquals(wanted, parseByteByByte(bytes), "byte by byte");
    }

    private static String decoded(String row) {
        return row.replace('N', '\n').replace('R', '\r').replace('B', '\ufeff').replace('_', ' ');
    }

    private List<String> parse(byte[] bytes, int cut) {
        events.clear();
        SseParser fresh = new SseParser(this::take);
        feedCopy(fresh, bytes, 0, cut);
        feedCopy(fresh, bytes, cut, bytes.length);
        fresh.finish();
        return List.copyOf(events);
    }

    private List<String> parseByteByByte(byte[] bytes) {
        events.clear();
        SseParser fresh = new SseParser(this::take);
        for (int i = 0; i < bytes.length; i++) {
            feedCopy(fresh, bytes, i, i + 1);
        }
        fresh.finish();
        return List.copyOf(events);
    }

    /** Overwrites what was fed, as a caller may. */
    private static void feedCopy(SseParser parser, byte[] bytes, int from, int to) {
        byte[] copy = bytes.clone();
        parser.feed(copy, from, to);
        Arrays.fill(copy, (byte) '#');
    }

    @Test
    void deliversAtTheCarriageReturnWithoutWaitingForMore() {
        feed("data: a\r\n\r");
        assertEquals(List.of("a"), events);
        feed("\ndata: b\r\r");
        assertEquals(List.of("a", "b"), events);
        feed("data: c\r");
        feed("\n");
        assertEquals(List.of("a", "b"), events);
        feed("\n");
        assertEquals(List.of("a", "b", "c"), events);
    }

    @Test
    void handsOnASliceOfTheFedBytesWhereTheEventLiesWhole() {
        byte[] fed = "event: error\ndata: abc\n\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> arrays = new ArrayList<>();
        new SseParser((buffer, start, end, name) -> arrays.add(buffer)).feed(fed, 0, fed.length);
        assertSame(fed, arrays.get(0));
    }

    @Test
    void takesALineOfTheLargestSizeInPieces() {
        int size = SseParser.MAX_EVENT_BYTES - "data: ".length();
        byte[] piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'x');
        int[] length = {0};
        SseParser large = new SseParser((buffer, start, end, name) -> length[0] = end - start);
        large.feed("data: ".getBytes(StandardCharsets.UTF_8), 0, 6);
        for (int left = size; left > 0; left -= piece.length) {
            large.feed(piece, 0, Math.min(left, piece.length));
        }
        large.feed("\n\n".getBytes(StandardCharsets.UTF_8), 0, 2);
        assertEquals(size, length[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": ", "data: "})
    void refusesALongerLineWhetherItComesWholeOrCut(String field) {
        byte[] line = new byte[SseParser.MAX_EVENT_BYTES + 2];
        Arrays.fill(line, (byte) 'x');
        System.arraycopy(field.getBytes(StandardCharsets.UTF_8), 0, line, 0, field.length());
        line[line.length - 1] = '\n';
        assertThrows(SseLimitException.class, () -> new SseParser(this::take).feed(line, 0, line.length));
        SseParser cut = new SseParser(this::take);
        cut.feed(line, 0, 1000);
        assertThrows(SseLimitException.class, () -> cut.feed(line, 1000, line.length));
    }

    @Test
    void refusesAnEventOfManyLinesThatIsTooLongTogether() {
        byte[] line = ("data: " + "x".repeat(1024 * 1024) + "\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 7; i++) {
            parser.feed(line, 0, line.length);
        }
        assertThrows(SseLimitException.class, () -> {
            parser.feed(line, 0, line.length);
            parser.feed(line, 0, line.length);
        });
    }

    @Test
    void writesPingsAndErrorsThatItsOwnParserReads() {
        byte[] error = SseWriter.error("{}".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals("event: error\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8), error);
        parser.feed(SseWriter.ping(), 0, SseWriter.ping().length);
        parser.feed(error, 0, error.length);
        assertEquals(List.of("error={}"), events);
    }
}
