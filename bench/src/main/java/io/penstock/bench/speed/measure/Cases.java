package io.penstock.bench.speed.measure;

import io.penstock.bench.wire.Load;
import java.util.List;
import java.util.stream.Stream;

/** The loads, by the names that {@code --only} knows. */
public final class Cases {

    public static final Load PLAIN_256 =
            new Load("plain-256", "plain completions, 256 connections", "plain-500", 2_000, 256, 0, 0.2, 4);
    public static final Load PLAIN_32 =
            new Load("plain-32", "plain completions, 32 connections", "plain-500", 2_000, 32, 0, 0.2, 4);
    public static final Load LARGE = new Load(
            "large", "plain completions of 100 KB requests, 32 connections", "plain-500", 100_000, 32, 0, 0.2, 4);
    public static final Load SCHEDULED = new Load(
            "500-a-second", "plain completions, 500 a second on schedule", "plain-500", 2_000, 64, 500, 0.5, 5);
    public static final Load PACED_200 =
            new Load("paced-200", "200 streams, a chunk each 20 ms", "paced-100-20000", 2_000, 200, 0, 1, 5);
    public static final Load PACED_2000 =
            new Load("paced-2000", "2,000 streams, a chunk each 200 ms", "paced-50-200000", 2_000, 2_000, 0, 4, 6);
    public static final Load BATCHED =
            new Load("batched", "32 streams without a pause, in writes of 16 KiB", "batch-2000", 2_000, 32, 0, 0.2, 4);
    public static final Load SINGLE =
            new Load("single", "32 streams without a pause, a chunk to a write", "single-2000", 2_000, 32, 0, 0.2, 4);

    /** By keys with and without a limit, one for all clients: see {@link Fleet#contenders}. */
    public static final Load LIMITS = new Load(
            "limits", "what a limit costs: plain completions, 256 connections", "plain-500", 2_000, 256, 0, 0.2, 4);

    public static final List<Load> ALL =
            List.of(PLAIN_256, PLAIN_32, LARGE, SCHEDULED, PACED_200, PACED_2000, BATCHED, SINGLE, LIMITS);

    /** For memory: a chunk every five seconds, of streams that outlast the measurement. */
    public static final Load IDLE_STREAMS =
            new Load("10000-streams", "10,000 streams, a chunk each 5 s", "paced-20-5000000", 2_000, 10_000, 0, 20, 5);
    /** The first requests after a start. */
    public static final Load FIRST =
            new Load("first", "the first 1,000 requests, 32 connections", "plain-500", 2_000, 32, 0, 0, 30);
    /** The first half minute after a start. */
    public static final Load COLD =
            new Load("cold", "plain completions from the start on, 256 connections", "plain-500", 2_000, 256, 0, 0, 30);

    private Cases() {}

    /** All models that any of them asks for. */
    public static List<String> models() {
        return Stream.concat(ALL.stream(), Stream.of(IDLE_STREAMS))
                .map(Load::model)
                .distinct()
                .toList();
    }
}
