package io.penstock.shared.node;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.beat.RestingKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code /cluster} shows: every live node as its last beat told it, times as of that beat. Any thread. */
final class ClusterReport {

    private ClusterReport() {}

    static JsonObject of(String self, NodeState state, BeatBoard board, @Nullable Cluster cluster) {
        JsonArray nodes = new JsonArray();
        board.nodes().forEach(beat -> nodes.add(node(beat)));
        JsonObject report = new JsonObject()
                .put("node", self)
                .put("status", state.readiness())
                .put("nodes", nodes);
        if (cluster != null) {
            report.put("members", new JsonArray(cluster.names()))
                    .put("quorum", cluster.quorum())
                    .put("hasQuorum", cluster.hasQuorum());
        }
        return report;
    }

    private static JsonObject node(Beat beat) {
        JsonArray workers = workers(beat);
        JsonArray roles = new JsonArray();
        if (beat.gateway()) {
            roles.add("gateway");
        }
        if (!workers.isEmpty()) {
            roles.add("provider");
        }
        JsonObject node = new JsonObject()
                .put("name", beat.node())
                .put("roles", roles)
                .put("draining", beat.draining())
                .put("config", beat.config())
                .put("workers", workers)
                .put("circuits", circuits(beat))
                .put("keys", keys(beat));
        return beat.gateway() ? node.put("targets", targets(beat)) : node;
    }

    private static JsonArray workers(Beat beat) {
        JsonArray workers = new JsonArray();
        beat.inFlight().forEach((provider, instances) -> {
            int total = 0;
            for (int inFlight : instances) {
                total += inFlight;
            }
            workers.add(new JsonObject()
                    .put("provider", provider)
                    .put("instances", instances.length)
                    .put("inFlight", total));
        });
        return workers;
    }

    private static JsonArray circuits(Beat beat) {
        JsonArray circuits = new JsonArray();
        new TreeMap<>(beat.health().circuits()).forEach((target, circuit) -> circuits.add(circuit(target, circuit)));
        return circuits;
    }

    private static JsonObject circuit(String target, OpenCircuit circuit) {
        return new JsonObject()
                .put("target", target)
                .put("state", circuit.millis() > 0 ? "open" : "half-open")
                .put("forMs", circuit.millis())
                .put("why", circuit.why());
    }

    private static JsonArray keys(Beat beat) {
        JsonArray keys = new JsonArray();
        beat.health().keys().stream()
                .sorted(Comparator.comparing(RestingKey::provider)
                        .thenComparing(RestingKey::key)
                        .thenComparing(RestingKey::model))
                .forEach(key -> keys.add(new JsonObject()
                        .put("provider", key.provider())
                        .put("key", key.key())
                        // Null stands for all of them.
                        .put("model", key.model().isEmpty() ? null : key.model())
                        .put("state", key.broken() ? "broken" : "cooling")
                        .put("forMs", key.millis())));
        return keys;
    }

    private static JsonArray targets(Beat beat) {
        JsonArray targets = new JsonArray();
        new TreeMap<>(beat.loads())
                .forEach((target, load) -> targets.add(new JsonObject()
                        .put("target", target)
                        .put("inFlight", load.inFlight())
                        // Null where no stream has told it yet.
                        .put("firstTokenMs", load.firstTokenMillis() < 0 ? null : load.firstTokenMillis())));
        return targets;
    }
}
