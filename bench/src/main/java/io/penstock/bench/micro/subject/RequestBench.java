package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.request.BodyParameters;
import io.penstock.shared.chat.request.BodySplice;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A request's body: read by the gateway, and made into what its target and its provider get. */
@State(Scope.Thread)
public class RequestBench {

    private static final int SMALL = 2_000;
    private static final int LARGE = 100_000;

    private final byte[] small = Samples.request(Samples.MODEL, SMALL).getBytes(UTF_8);
    private final byte[] large = Samples.request(Samples.MODEL, LARGE).getBytes(UTF_8);
    private final ChatPeek smallPeek = readSmall();
    private final ChatPeek largePeek = readLarge();
    /** A default that the client's own value outdoes, and a value that takes the place of the client's. */
    private final BodyParameters parameters =
            new BodyParameters(Map.of("temperature", "0.2"), Map.of("max_completion_tokens", "256"));

    public RequestBench() {
        check(small, smallPeek, spliceSmall(), parametersSmall());
        check(large, largePeek, spliceLarge(), parametersLarge());
    }

    private static void check(byte[] body, ChatPeek peek, byte[] spliced, byte[] rewritten) {
        String text = new String(body, UTF_8);
        int messages = text.indexOf("]") + 1 - text.indexOf("[");
        Expect.equal(Samples.MODEL, peek.model());
        Expect.equal(true, peek.stream());
        Expect.equal(512L, peek.maxTokens());
        Expect.equal(messages, peek.promptBytes());
        String usage = text.replace("true}", "true,\"stream_options\":{\"include_usage\":true}}");
        Expect.equal(
                usage.replace("\"" + Samples.MODEL + "\"", "\"" + Samples.UPSTREAM_MODEL + "\""),
                new String(spliced, UTF_8));
        Expect.equal(text.replace(":512,", ":256,"), new String(rewritten, UTF_8));
    }

    @Benchmark
    public ChatPeek readSmall() {
        return ChatRequestReader.read(small);
    }

    @Benchmark
    public ChatPeek readLarge() {
        return ChatRequestReader.read(large);
    }

    @Benchmark
    public byte[] spliceSmall() {
        return BodySplice.splice(small, smallPeek, Samples.UPSTREAM_MODEL, true);
    }

    @Benchmark
    public byte[] spliceLarge() {
        return BodySplice.splice(large, largePeek, Samples.UPSTREAM_MODEL, true);
    }

    @Benchmark
    public byte[] parametersSmall() {
        return parameters.rewrite(small, null, false);
    }

    @Benchmark
    public byte[] parametersLarge() {
        return parameters.rewrite(large, null, false);
    }
}
