package io.penstock.bench.speed;

import java.util.List;
import java.util.stream.Stream;

/** The loads, by the names that {@code --only} knows. */
final class Cases {

    static final SpeedCase PLAIN_256 =
            new SpeedCase("plain-256", "plain completions, 256 connections", "plain-500", 2_000, 256, 0, 0.2, 4);
    static final SpeedCase PLAIN_32 =
            new SpeedCase("plain-32", "plain completions, 32 connections", "plain-500", 2_000, 32, 0, 0.2, 4);
    static final SpeedCase LARGE = new SpeedCase(
            "large", "plain completions of 100 KB requests, 32 connections", "plain-500", 100_000, 32, 0, 0.2, 4);
    static final SpeedCase SCHEDULED = new SpeedCase(
            "500-a-second", "plain completions, 500 a second on schedule", "plain-500", 2_000, 64, 500, 0.5, 5);
    static final SpeedCase PACED_200 =
            new SpeedCase("paced-200", "200 streams, a chunk each 20 ms", "paced-100-20000", 2_000, 200, 0, 1, 5);
    static final SpeedCase PACED_2000 =
            new SpeedCase("paced-2000", "2,000 streams, a chunk each 200 ms", "paced-50-200000", 2_000, 2_000, 0, 4, 6);
    static final SpeedCase BATCHED = new SpeedCase(
            "batched", "32 streams without a pause, in writes of 16 KiB", "batch-2000", 2_000, 32, 0, 0.2, 4);
    static final SpeedCase SINGLE = new SpeedCase(
            "single", "32 streams without a pause, a chunk to a write", "single-2000", 2_000, 32, 0, 0.2, 4);

    static final List<SpeedCase> ALL =
            List.of(PLAIN_256, PLAIN_32, LARGE, SCHEDULED, PACED_200, PACED_2000, BATCHED, SINGLE);

    /** For memory: a chunk every five seconds. */
    static final SpeedCase IDLE_STREAMS = new SpeedCase(
            "10000-streams", "10,000 streams, a chunk each 5 s", "paced-20-5000000", 2_000, 10_000, 0, 10, 5);
    /** The first requests after a start. */
    static final SpeedCase FIRST =
            new SpeedCase("first", "the first 1,000 requests, 32 connections", "plain-500", 2_000, 32, 0, 0, 30);

    private Cases() {}

    /** All models that any of them asks for. */
    static List<String> models() {
        return Stream.concat(ALL.stream(), Stream.of(IDLE_STREAMS))
                .map(SpeedCase::model)
                .distinct()
                .toList();
    }
}
