package io.penstock.shared.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.cli.process.ClusterNode;
import io.penstock.shared.config.node.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterNodeTest {

    @Test
    void nodeIsStartedAsItIsPlanned() {
        ClusterNode node = new ClusterNode("provider-1", Role.PROVIDER, 0, 0, 5801, List.of("127.0.0.1:5801"));
        CommandRun run = CommandRun.of(node.arguments(CommandRun.SHIPPED).toArray(String[]::new));
        assertEquals(
                node.overrides().apply(run.nodes.get(0).cluster()),
                run.nodes.get(0).cluster());
        assertEquals("provider-1", run.nodes.get(0).node().name());
        assertEquals(List.of(true), run.stopsOnEndOfInput);
        assertTrue(new NodeCommand().of(List.of("run")).containsAll(List.of(Penstock.class.getName(), "run")));
    }
}
