package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.normaliser.CompletionNormaliser;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A plain answer, from the provider's body to the client's. */
@State(Scope.Thread)
public class CompletionBench {

    private static final int SMALL = 500;
    private static final int LARGE = 20_000;

    private final ChatPeek peek = Samples.peek();
    private final UpstreamErrors errors = new UpstreamErrors("provider", List.of());
    private final byte[] smallAnswer = upstream(SMALL);
    private final byte[] largeAnswer = upstream(LARGE);

    public CompletionBench() {
        Expect.equal(downstream(SMALL), small().toString());
        Expect.equal(downstream(LARGE), large().toString());
    }

    @Benchmark
    public Buffer small() {
        return normalised(smallAnswer);
    }

    @Benchmark
    public Buffer large() {
        return normalised(largeAnswer);
    }

    private Buffer normalised(byte[] body) {
        CompletionNormaliser.Outcome outcome = new CompletionNormaliser(peek, 500, errors).normalise(body);
        return ((CompletionNormaliser.Outcome.Answer) outcome).body();
    }

    private static byte[] upstream(int bytes) {
        return Samples.completion(Samples.UPSTREAM_MODEL, bytes).getBytes(UTF_8);
    }

    /** The same text, which is longer by what the name of the model is shorter. */
    private static String downstream(int bytes) {
        return Samples.completion(Samples.MODEL, bytes - Samples.UPSTREAM_MODEL.length() + Samples.MODEL.length());
    }
}
