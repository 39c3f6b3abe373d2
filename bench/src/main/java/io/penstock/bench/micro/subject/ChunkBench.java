package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One chunk of an open stream from the provider's read to the client's event, its parser included. */
@State(Scope.Thread)
public class ChunkBench {

    private static final String WORD = "\"content\":\" jumps\"";

    /** As OpenAI writes it: scanned and copied. */
    private final byte[] usual = upstream(WORD, ",\"usage\":null");
    /** As vLLM and xAI write it, with the counts so far: rewritten member by member. */
    private final byte[] counting =
            upstream(WORD, ",\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29}");

    private final ChunkNormaliser ofUsual = open();
    private final ChunkNormaliser ofCounting = open();

    public ChunkBench() {
        String expected = Samples.event(Samples.chunk(Samples.MODEL, WORD, "null", ""));
        long before = ofUsual.fastChunks();
        Expect.equal(expected, fastPath().toString());
        Expect.equal(before + 1, ofUsual.fastChunks());
        before = ofCounting.fastChunks();
        Expect.equal(expected, rewritten().toString());
        Expect.equal(before, ofCounting.fastChunks());
    }

    @Benchmark
    public Buffer fastPath() {
        return through(ofUsual, usual);
    }

    @Benchmark
    public Buffer rewritten() {
        return through(ofCounting, counting);
    }

    /** A stream whose first content is out: nothing is held back any more. */
    private ChunkNormaliser open() {
        ChunkNormaliser normaliser =
                new ChunkNormaliser(Samples.peek(), 500, new UpstreamErrors("provider", List.of()));
        byte[] role = upstream("\"role\":\"assistant\",\"content\":\"\"", "");
        ChunkNormaliser.Outcome going = normaliser.feed(role, 0, role.length);
        Expect.equal(new ChunkNormaliser.Outcome.Going(), going);
        Buffer unused = through(normaliser, usual);
        return normaliser;
    }

    private static Buffer through(ChunkNormaliser normaliser, byte[] event) {
        ChunkNormaliser.Outcome unused = normaliser.feed(event, 0, event.length);
        return Objects.requireNonNull(normaliser.take());
    }

    private static byte[] upstream(String delta, String behind) {
        return Samples.event(Samples.chunk(Samples.UPSTREAM_MODEL, delta, "null", behind))
                .getBytes(UTF_8);
    }
}
