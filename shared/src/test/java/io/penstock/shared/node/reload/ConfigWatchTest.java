package io.penstock.shared.node.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import io.penstock.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class ConfigWatchTest {

    private static final String OLD = "auth: none\n";
    private static final String NEW = "auth: none\nproviders: { e: { type: echo } }\n";
    private static final String BAD = "auth: nobody\n";

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Loaded> switched = new ArrayList<>();
    private int applied;
    private boolean serving = true;
    private @Nullable RuntimeException failure;

    private Path path;
    private CurrentConfig current;
    private ConfigWatch watch;

    @BeforeEach
    void start() throws IOException {
        path = directory.resolve("x.yaml");
        write(OLD);
        ConfigFile file = new ConfigFile(path, name -> null, new Overrides(null, null, 1, null, null, null));
        Loaded first = file.parse(file.bytes());
        current = new CurrentConfig(first);
        current.bindTo(meters);
        Reload reload = new Reload(file, current, this::switchTo, () -> applied++);
        watch = new ConfigWatch(file, first.version(), reload, () -> serving);
    }

    private void switchTo(Loaded next) {
        if (failure != null) {
            throw failure;
        }
        switched.add(next);
    }

    @Test
    void aNewTextIsTakenOnceItWasThereTwice() throws IOException {
        tick(2);
        assertNull(rejected());
        write(NEW);
        tick(1);
        assertEquals(List.of(), switched);
        tick(3);
        assertEquals(1, switched.size());
        assertEquals(1, applied);
        assertEquals(version(NEW), current.version());
        assertEquals(switched.get(0).config(), current.config());
        assertCounts(1, 0, 1);
    }

    @Test
    void aTextThatIsBeingWrittenIsNotJudged() throws IOException {
        tick(2);
        for (String piece : List.of("", "auth", BAD, "auth: none\nprovid")) {
            write(piece);
            tick(1);
        }
        write(NEW);
        tick(2);
        assertEquals(version(NEW), current.version());
        assertCounts(1, 0, 1);
    }

    @Test
    void aBadTextIsRejectedOnceAndTheOldOneStays() throws IOException {
        write(BAD);
        tick(5);
        assertEquals(path + ":1: auth: 'nobody' must be one of: keys, none", rejected());
        assertEquals(version(OLD), current.version());
        assertEquals(List.of(), switched);
        assertCounts(0, 1, 0);
    }

    @Test
    void theOldTextPutBackEndsTheComplaint() throws IOException {
        write(BAD);
        tick(2);
        write(OLD);
        tick(2);
        assertNull(rejected());
        assertCounts(0, 1, 1);
        write(BAD);
        tick(2);
        assertCounts(0, 2, 0);
    }

    @Test
    void aRequestDoesNotWaitAndJudgesAgain() throws IOException {
        write(BAD);
        watch.now();
        watch.now();
        assertCounts(0, 2, 0);
        write(NEW);
        watch.now();
        assertEquals(version(NEW), current.version());
        tick(3);
        assertCounts(1, 2, 1);
    }

    @Test
    void aFileThatIsGoneIsOneRejectionUntilItIsBack() throws IOException {
        tick(2);
        Files.delete(path);
        tick(1);
        assertNull(rejected());
        tick(3);
        assertEquals(path + ": no such file", rejected());
        assertCounts(0, 1, 0);
        write(OLD);
        tick(2);
        assertNull(rejected());
        write(NEW);
        tick(2);
        assertEquals(version(NEW), current.version());
    }

    @Test
    void whatNeedsARestartRejectsTheWholeText() throws IOException {
        write(NEW + "admin: { port: 7 }\nlimits: { lease: 20s }\n");
        tick(2);
        assertEquals(
                path + ": admin.port: changes from 9090 to 7, limits.lease: changes from 10s to 20s;"
                        + " only a restart of the node can do that",
                rejected());
        assertEquals(List.of(), switched);
    }

    @Test
    void whatTheCommandLineOverridesMayChangeInTheFile() throws IOException {
        write(NEW + "http: { port: 7 }\n");
        tick(2);
        assertNull(rejected());
        assertEquals(1, current.config().http().port());
    }

    @Test
    void rolesThatCannotSwitchRejectTheTextUntilAskedAgain() throws IOException {
        failure = new IllegalStateException("secret detail");
        write(NEW);
        tick(4);
        assertEquals(path + ": the node could not switch to it; its log says why", rejected());
        assertEquals(version(OLD), current.version());
        assertCounts(0, 1, 0);
        failure = new ConfigException("x.yaml: a mistake that only a role can see");
        watch.now();
        assertEquals("x.yaml: a mistake that only a role can see", rejected());
        failure = null;
        watch.now();
        assertEquals(version(NEW), current.version());
        assertCounts(1, 2, 1);
    }

    @Test
    void nothingChangesWhileTheNodeDoesNotServe() throws IOException {
        serving = false;
        write(NEW);
        watch.now();
        tick(3);
        assertEquals(version(OLD), current.version());
        serving = true;
        tick(2);
        assertEquals(version(NEW), current.version());
    }

    @Test
    void itsThreadReloadsWhenAskedAndEndsWithTheNode() throws Exception {
        write(NEW);
        watch.start();
        watch.reloadNow();
        Await.until("the reload", () -> current.version().equals(version(NEW)), Duration.ofSeconds(10));
        watch.stop();
        assertNotNull(current.report().getInstant("loadedAt"));
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            watch.tick();
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(path, text);
    }

    private @Nullable String rejected() {
        return current.report().getString("rejected");
    }

    private static String version(String text) {
        return Loaded.version(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertCounts(int reloads, int rejections, int successful) {
        assertEquals(reloads, count("applied"));
        assertEquals(rejections, count("rejected"));
        assertEquals(
                successful,
                meters.get("penstock.config.last.reload.successful").gauge().value());
    }

    private double count(String result) {
        return meters.get("penstock.config.reloads")
                .tag("result", result)
                .functionCounter()
                .count();
    }
}
