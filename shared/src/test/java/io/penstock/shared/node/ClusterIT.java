package io.penstock.shared.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.testkit.Await;
import io.penstock.testkit.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that come and go, as the cluster's members tell it. */
class ClusterIT {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String name = "test-" + UUID.randomUUID();
    private final int[] ports = {Ports.free(), Ports.free(), Ports.free()};
    private final List<Cluster> joined = new ArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    @AfterEach
    void leave() {
        joined.forEach(Cluster::leave);
    }

    @Test
    void aSecondNodeOfTheSameNameIsRefusedAndTheFirstOneIsNotLostByIt() {
        Cluster watcher = join(0, "watcher");
        Cluster first = join(1, "twin");
        watcher.onMemberLost(lost::add);
        StartException refused = assertThrows(StartException.class, () -> Cluster.join(config(2), LEASE, "twin"));
        assertTrue(String.valueOf(refused.getMessage()).contains("already has a node named 'twin'"), refused::toString);
        Await.until(() -> "two members", () -> watcher.names().size() == 2, SOON);
        first.leave();
        Await.until(() -> "the loss of the first", () -> !lost.isEmpty(), SOON);
        assertEquals(List.of("twin"), lost);
    }

    private Cluster join(int index, String node) {
        Cluster cluster = Cluster.join(config(index), LEASE, node);
        joined.add(cluster);
        return cluster;
    }

    private ClusterConfig config(int index) {
        List<String> members = new ArrayList<>();
        for (int port : ports) {
            members.add("127.0.0.1:" + port);
        }
        return new ClusterConfig(name, "127.0.0.1", ports[index], 0, members, null, 1);
    }
}
