package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.sse.SseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parser of event streams, fed a chat stream that is cut in different ways. An operation is one event. */
@State(Scope.Thread)
public class SseParserBench {

    private static final int EVENTS = 256;
    private static final int READ = 16 * 1024;
    private static final int LONGEST_PIECE = 64;

    private final byte[] stream;
    private final int[] reads;
    private final int[] events;
    private final int[] pieces;

    /** Bytes of data in the invocation's events: a result that needs every one of them. */
    private long seen;

    public SseParserBench() {
        List<String> data = IntStream.range(0, EVENTS - 1)
                .mapToObj(i -> Samples.chunk(
                        Samples.UPSTREAM_MODEL, "\"content\":\" word" + i + "\"", "null", ",\"usage\":null"))
                .collect(Collectors.toCollection(ArrayList::new));
        data.add("[DONE]");
        stream = data.stream().map(Samples::event).collect(Collectors.joining()).getBytes(UTF_8);
        reads = cuts(IntStream.iterate(READ, at -> at + READ));
        events = cuts(IntStream.rangeClosed(1, EVENTS).map(count -> data.stream()
                .limit(count)
                .mapToInt(each -> Samples.event(each).length())
                .sum()));
        Random random = new Random(1);
        pieces = cuts(IntStream.iterate(1, at -> at + 1 + random.nextInt(LONGEST_PIECE)));
        for (int[] cuts : List.of(reads, events, pieces)) {
            List<String> parsed = new ArrayList<>();
            parse(cuts, (buffer, start, end, name) -> parsed.add(new String(buffer, start, end - start, UTF_8)));
            Expect.equal(data, parsed);
        }
    }

    /** Where the reads end, the last one with the stream. */
    private int[] cuts(IntStream ends) {
        IntStream inside = ends.takeWhile(end -> end < stream.length);
        return IntStream.concat(inside, IntStream.of(stream.length)).toArray();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long wholeReads() {
        return count(reads);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long oneEventReads() {
        return count(events);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long tornReads() {
        return count(pieces);
    }

    private long count(int[] cuts) {
        seen = 0;
        parse(cuts, (buffer, start, end, name) -> seen += end - start);
        return seen;
    }

    /** A parser for each stream, as each answer has. */
    private void parse(int[] cuts, SseParser.Handler handler) {
        SseParser parser = new SseParser(handler);
        int from = 0;
        for (int to : cuts) {
            parser.feed(stream, from, to);
            from = to;
        }
        parser.finish();
    }
}
