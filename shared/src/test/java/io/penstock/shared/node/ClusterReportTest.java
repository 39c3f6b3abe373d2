package io.penstock.shared.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.beat.TargetLoad;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterReportTest {

    private final BeatBoard board = new BeatBoard("a");

    @Test
    void showsTheHealthOfTargetsAndKeys() {
        Map<String, OpenCircuit> circuits = Map.of(
                "p/slow", new OpenCircuit(1, 1500, "5 failures in a row: idle deadline passed"),
                "p/better", new OpenCircuit(2, 0, "still failing: sent an error"));
        List<RestingKey> keys = List.of(
                new RestingKey("p", "bbbbbbbb", "m", false, 700, 0),
                new RestingKey("p", "aaaaaaaa", "", true, 60_000, 7));
        see("a", false, Map.of("p", new int[] {2, 3}), new Health(circuits, keys), Map.of());
        assertEquals(new JsonObject("""
                { "node": "a", "status": "starting", "nodes": [ {
                  "name": "a", "roles": ["provider"], "draining": false, "config": "c0ffee",
                  "workers": [ { "provider": "p", "instances": 2, "inFlight": 5 } ],
                  "circuits": [
                    { "target": "p/better", "state": "half-open", "forMs": 0,
                      "why": "still failing: sent an error" },
                    { "target": "p/slow", "state": "open", "forMs": 1500,
                      "why": "5 failures in a row: idle deadline passed" } ],
                  "keys": [
                    { "provider": "p", "key": "aaaaaaaa", "model": null, "state": "broken", "forMs": 60000 },
                    { "provider": "p", "key": "bbbbbbbb", "model": "m", "state": "cooling", "forMs": 700 } ]
                } ] }""").encodePrettily(), report().encodePrettily());
    }

    @Test
    void showsWhatAGatewayHasOnItsTargets() {
        Map<String, TargetLoad> loads = Map.of("p/m", new TargetLoad(4, 230), "p/a", new TargetLoad(1, -1));
        see("a", true, Map.of(), Health.GOOD, loads);
        assertEquals(
                new JsonObject("""
                        { "name": "a", "roles": ["gateway"], "draining": false, "config": "c0ffee",
                          "workers": [], "circuits": [], "keys": [],
                          "targets": [
                            { "target": "p/a", "inFlight": 1, "firstTokenMs": null },
                            { "target": "p/m", "inFlight": 4, "firstTokenMs": 230 } ] }""").encodePrettily(),
                report().getJsonArray("nodes").getJsonObject(0).encodePrettily());
    }

    private void see(
            String node, boolean gateway, Map<String, int[]> inFlight, Health health, Map<String, TargetLoad> loads) {
        board.saw(
                new Beat(node, 1, false, false, false, gateway, "c0ffee", inFlight, health, loads), System.nanoTime());
    }

    private JsonObject report() {
        return new JsonObject(
                ClusterReport.of("a", new NodeState(() -> true), board, null).encode());
    }
}
