package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.Command;
import io.penstock.testkit.LiveConfig;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose configuration file changes while it runs. */
class ConfigReloadST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REJECTED = "configuration rejected; the old one stays";
    private static final NodeConfig CONFIG = NodeConfig.node("live")
            .with(new CaseModels("http://127.0.0.1:1/v1").echo("echo", "").yaml());

    @TempDir
    static Path directory;

    private static NodeProcess node;
    private static LiveConfig live;

    @BeforeAll
    static void start() {
        node = CONFIG.start(directory);
        live = CONFIG.live(directory);
        live.awaitCurrent();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @AfterEach
    void putBack() {
        live.write(CONFIG.text());
        live.awaitCurrent();
    }

    @Test
    void theNewConfigurationIsWhatTheNodeGoesBy() {
        String loadedAt = live.shown().getString("loadedAt");
        long applied = count("applied");
        live.apply(text -> text + "limits: { perKey: { requestsPerDay: 1000 } }\n");
        node.awaitOutput("configuration reloaded", SOON);
        node.awaitOutput(live.shown().getString("version"), SOON);
        assertNotEquals(loadedAt, live.shown().getString("loadedAt"));
        assertEquals(applied + 1, count("applied"));
        assertEquals(
                1000,
                new LimitsView(CONFIG.adminPort())
                        .limit("key 'anonymous'", "requestsPerDay")
                        .getLong("limit"));
        assertServes();
    }

    @Test
    void aMistakeIsRejectedOnceAndTheOldConfigurationServes() {
        long rejected = count("rejected");
        String before = live.shown().getString("version");
        String message = live.reject(text -> text.replace("provider: echo, model", "provider: ehco, model"));
        assertTrue(message.startsWith(live.file() + ":"), message);
        assertTrue(message.contains("models.echo.targets[0].provider: 'ehco' is not a configured provider"), message);
        node.awaitOutput(message, SOON);
        assertEquals(before, live.shown().getString("version"));
        assertServes();
        assertEquals(0, metric("penstock_config_last_reload_successful{"));
        assertEquals(rejected + 1, count("rejected"));
        node.hangUp();
        Await.until(
                () -> "the same text to be judged again" + node.tail(), () -> count("rejected") == rejected + 2, SOON);
        live.write(CONFIG.text());
        live.awaitCurrent();
        assertEquals(1, metric("penstock_config_last_reload_successful{"));
    }

    @Test
    void aPortIsNotChangedByHalf() {
        int other = Ports.free();
        String message = live.reject(text -> text.replace("port: " + CONFIG.httpPort(), "port: " + other)
                + "limits: { total: { requestsPerDay: 1 } }\n");
        assertEquals(
                live.file() + ": http.port: changes from " + CONFIG.httpPort() + " to " + other
                        + "; only a restart of the node can do that",
                message);
        node.awaitOutput(message, SOON);
        assertServes();
    }

    @Test
    void aFileThatIsGoneChangesNothing() {
        String version = live.shown().getString("version");
        live.delete();
        assertEquals(live.file() + ": no such file", live.awaitRejected());
        assertServes();
        live.write(CONFIG.text() + "# back\n");
        live.awaitCurrent();
        assertNotEquals(version, live.shown().getString("version"));
        assertNull(live.rejected());
    }

    @Test
    void aHangupBeforeTheNodeIsReadyDoesNoHarm() {
        NodeConfig config = NodeConfig.node("early");
        try (NodeProcess early = config.command(directory).start()) {
            Await.until(
                    () -> "the node to be starting" + early.tail(),
                    () -> ChatClient.of(config.adminPort()).get("/healthz").status() == 200,
                    SOON);
            do {
                early.hangUp();
            } while (early.isAlive() && early.readyLine() == null);
            config.live(directory).awaitCurrent();
        }
    }

    @Test
    void aLocalClusterPassesHangupsOn() {
        NodeConfig both = NodeConfig.node("both")
                .with(new CaseModels("http://127.0.0.1:1/v1").echo("echo", "").yaml());
        Path file = both.writeTo(directory);
        try (NodeProcess cluster = Command.of("cluster", "--providers", "1", "--config", file.toString())
                .start()) {
            cluster.awaitOutput("penstock cluster ready", Duration.ofSeconds(90));
            both.live(directory).write("auth: nobody\n");
            awaitLines(cluster, REJECTED, 2);
            cluster.hangUp();
            awaitLines(cluster, REJECTED, 4);
            cluster.terminate();
            assertEquals(0, cluster.awaitExit(SOON), cluster::tail);
        }
    }

    private static void awaitLines(NodeProcess process, String text, int count) {
        Await.until(
                () -> count + " lines with '" + text + "'" + process.tail(),
                () -> process.output()
                                .lines()
                                .filter(line -> line.contains(text))
                                .count()
                        == count,
                SOON);
    }

    private static void assertServes() {
        assertEquals(
                "hi", ChatClient.of(CONFIG.httpPort()).chat("echo", "say hi").content(), node::tail);
    }

    private static long count(String result) {
        return metric("penstock_config_reloads_total{node=\"live\",result=\"" + result + "\"");
    }

    private static long metric(String start) {
        return ChatClient.of(CONFIG.adminPort())
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
