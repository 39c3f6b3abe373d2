package io.penstock.shared.node;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What {@code /cluster} shows: every live node as its last beat told it. Any thread. */
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
        JsonArray roles = new JsonArray();
        if (beat.gateway()) {
            roles.add("gateway");
        }
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
        if (!workers.isEmpty()) {
            roles.add("provider");
        }
        return new JsonObject()
                .put("name", beat.node())
                .put("roles", roles)
                .put("draining", beat.draining())
                .put("workers", workers);
    }
}
