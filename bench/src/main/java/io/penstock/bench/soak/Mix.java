package io.penstock.bench.soak;

import io.penstock.bench.server.Key;
import io.penstock.bench.server.Nodes;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Option;
import io.penstock.bench.wire.RunningLoad;
import io.penstock.bench.wire.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clients of all kinds at once, which take less than half of two cores together. */
final class Mix {

    /** @param options how its answers differ from those of a good client that stays */
    private record Part(Load load, Key key, Option... options) {}

    private static final List<Part> PARTS = List.of(
            part("plain completions, 200 a second", "plain-500", 32, 200, Key.LIMITED),
            part("60 streams, a chunk each 20 ms", "paced-100-20000", 60, 0, Key.LIMITED),
            part("streams of 2,000 chunks without a pause, 5 a second", "batch-2000", 16, 5, Key.FREE),
            part(
                    "streams whose clients leave after 10 chunks, 10 a second",
                    "paced-100-20000",
                    32,
                    10,
                    Key.LIMITED,
                    Option.leavingAfter(10)),
            part("requests without a model, 5 a second", "", 8, 5, Key.LIMITED, Option.expecting(400)),
            part("an unknown model, 5 a second", "plain-unknown", 8, 5, Key.LIMITED, Option.expecting(404)),
            part("an unknown key, 5 a second", "plain-500", 8, 5, Key.UNKNOWN, Option.expecting(401)));

    private Mix() {}

    private static Part part(String title, String model, int connections, double rate, Key key, Option... options) {
        String name = title.replaceAll("[^a-z0-9]+", "-");
        return new Part(new Load(name, title, model, 2_000, connections, rate, 0, 0), key, options);
    }

    /** What the node must know. */
    static List<String> models() {
        return List.of("plain-500", "paced-100-20000", "batch-2000");
    }

    /** All at work, by their titles. */
    static Map<String, RunningLoad> start(Wire wire, Nodes.Started node, double seconds) {
        Map<String, RunningLoad> running = new LinkedHashMap<>();
        for (Part part : PARTS) {
            running.put(
                    part.load().title(),
                    wire.start(part.load().lasting(seconds), node.asked("penstock", part.key()), part.options()));
        }
        return running;
    }
}
