package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.penstock.shared.node.Rehearsal;
import io.penstock.shared.node.rehearsal.StartRehearsal;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a node's rehearsal does, and that it leaves nothing behind. */
class RehearsalST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern OUTCOME = Pattern.compile("([0-9]+) of ([0-9]+) answers right.*");

    /** Of 50 requests the 20th, the 30th and the 40th are each wrong in another way. */
    private static final int LAST_KIND = 40;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allItsAnswersAreAsTheyShouldBeAndNothingOfItIsLeft(boolean wire) {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("io.penstock");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = ours.getLevel();
        root.addAppender(log);
        ours.setLevel(Level.DEBUG);
        System.setProperty("penstock.rehearsal", "3000");
        try {
            Rehearsal rehearsal = StartRehearsal.of(wire);
            rehearsal.begin();
            // Not end(): on a machine that is busy it would give up.
            Await.until(() -> "the end of all its threads", () -> threads().isEmpty(), SOON);
            rehearsal.end();
        } finally {
            var unused = System.clearProperty("penstock.rehearsal");
            ours.setLevel(before);
            var alsoUnused = root.detachAppender(log);
        }
        assertEquals(1, log.list.size(), log.list::toString);
        String outcome = String.valueOf(log.list.get(0).getKeyValuePairs().get(0).value);
        Matcher counts = OUTCOME.matcher(outcome);
        assertTrue(counts.matches(), outcome);
        assertEquals(counts.group(1), counts.group(2), outcome);
        assertTrue(Integer.parseInt(counts.group(1)) > LAST_KIND, outcome);
        assertTrue(((LoggerContext) LoggerFactory.getILoggerFactory())
                .getTurboFilterList()
                .isEmpty());
    }

    @Test
    void aNodeTellsOfItNeitherInItsOutputNorInItsMetrics() {
        NodeConfig config = NodeConfig.node("quiet").with("""
                providers: { echo: { type: echo } }
                models: { echo: { targets: [ { provider: echo, model: echo } ] } }
                """);
        try (NodeProcess node = config.command(directory)
                .main(RehearsingNode.class.getName())
                .start()
                .awaitReady(SOON)) {
            ChatClient admin = ChatClient.of(config.adminPort());
            String metrics = admin.get("/metrics").text();
            assertFalse(metrics.contains("penstock_requests_seconds_count"), metrics);
            assertFalse(metrics.contains("rehearsal"), metrics);
            assertFalse(admin.get("/cluster").text().contains("rehearsal"));
            List<String> lines = node.output().lines().toList();
            assertEquals(2, lines.size(), node::tail);
            assertTrue(
                    lines.stream().anyMatch(line -> line.contains("providers enabled providers=\"echo\"")), node::tail);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("penstock ready")), node::tail);
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().equals("penstock-rehearsal"))
                .toList();
    }
}
