package io.penstock.shared.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.node.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeProcessesTest {

    private static final String LIVES = "echo starting; echo penstock ready http://x; exec cat";
    private static final String DIES = "echo oops >&2; exit 3";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    @Test
    void saysWhenAllAreReadyAndStopsThemAll() throws Exception {
        NodeProcesses processes = processes(Map.of("gateway-1", LIVES, "provider-1", LIVES));
        processes.start(List.of(node("gateway-1"), node("provider-1")));
        awaitLine("gateway-1\\s+gateway\\s+http 1  admin 2  cluster 3  pid \\d+");
        awaitLine("\\[gateway-1] penstock ready http://x");
        awaitLine("\\[provider-1] penstock ready http://x");
        awaitLine("penstock cluster ready http://x");
        processes.stop();
        assertEquals(0, processes.await());
    }

    @Test
    void reportsANodeThatDiesWhileTheOthersGoOn() throws Exception {
        NodeProcesses processes = processes(Map.of("gateway-1", LIVES, "gateway-2", DIES));
        processes.start(List.of(node("gateway-2"), node("gateway-1")));
        awaitLine("gateway-2 ended with exit code 3; the others go on");
        awaitLine("\\[gateway-1] penstock ready http://x");
        processes.stop();
        assertEquals(0, processes.await());
        assertTrue(Stream.concat(seen.stream(), lines.stream())
                .noneMatch(line -> line.startsWith("penstock cluster ready")));
    }

    @Test
    void failsWhenAllHaveDied() throws Exception {
        NodeProcesses processes = processes(Map.of("gateway-1", DIES, "gateway-2", DIES));
        processes.start(List.of(node("gateway-1"), node("gateway-2")));
        assertEquals(1, processes.await());
        assertTrue(lines.contains("[gateway-1] oops"));
    }

    @Test
    void programThatIsNotThereIsAnError() {
        NodeProcesses processes = new NodeProcesses(node -> List.of("/does/not/exist"), writer(), "");
        assertThrows(IOException.class, () -> processes.start(List.of(node("gateway-1"))));
    }

    @Test
    void portIsGivenOutOnce() {
        FreePorts ports = new FreePorts();
        int first = ports.from(20_000);
        assertTrue(first >= 20_000 && ports.from(20_000) > first);
    }

    private NodeProcesses processes(Map<String, String> scripts) {
        return new NodeProcesses(
                node -> List.of("sh", "-c", Objects.requireNonNull(scripts.get(node.name()))),
                writer(),
                "penstock cluster ready http://x");
    }

    private static ClusterNode node(String name) {
        return new ClusterNode(
                name, name.startsWith("gateway") ? Role.GATEWAY : Role.PROVIDER, 1, 2, 3, List.of("127.0.0.1:3"));
    }

    private void awaitLine(String pattern) throws InterruptedException {
        while (seen.stream().noneMatch(line -> line.matches(pattern))) {
            String line = lines.poll(20, TimeUnit.SECONDS);
            assertNotNull(line, pattern);
            seen.add(line);
        }
    }

    private PrintWriter writer() {
        return new PrintWriter(new Writer() {
            private final StringBuilder line = new StringBuilder();

            @Override
            public void write(char[] chars, int offset, int length) {
                line.append(chars, offset, length);
            }

            @Override
            public void flush() {
                line.toString().lines().forEach(lines::add);
                line.setLength(0);
            }

            @Override
            public void close() {}
        });
    }
}
