package io.penstock.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a node loads, ready to be mapped, as {@code bin/penstock} makes them for the
 * distribution: they spare each of a test's processes half of the work of its start. Made once for the
 * jars of the test's class path, below {@code target}; without it all is the same but slower. Any thread.
 */
final class ClassArchive {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final @Nullable Path FILE = make();

    private ClassArchive() {}

    /** The test's class path, jars first: an archive is of jars, and fits a class path that begins with them. */
    static String classPath() {
        return Arrays.stream(entries())
                .sorted((one, other) -> Boolean.compare(!isJar(one), !isJar(other)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What makes a JVM of the test's own JDK use it. The JVM passes over one that does not fit. */
    static List<String> options() {
        return FILE == null
                ? List.of()
                : List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private static String[] entries() {
        return System.getProperty("java.class.path").split(File.pathSeparator);
    }

    private static boolean isJar(String entry) {
        return entry.endsWith(".jar");
    }

    private static String jars() {
        return Arrays.stream(entries()).filter(ClassArchive::isJar).collect(Collectors.joining(File.pathSeparator));
    }

    /** Another one for each JDK, and whenever a jar has changed. */
    private static String hashOfJars() {
        String key = System.getProperty("java.home")
                + Arrays.stream(jars().split(File.pathSeparator))
                        .map(File::new)
                        .map(jar -> jar + " " + jar.length() + " " + jar.lastModified())
                        .collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static @Nullable Path make() {
        Path target = Path.of("target").toAbsolutePath();
        Path file = target.resolve("nodes-" + hashOfJars() + ".jsa");
        if (!Files.isDirectory(target)) {
            return null;
        }
        // Of several test JVMs at once one makes it; the others wait here, and then find it done.
        try (FileChannel channel = FileChannel.open(
                        target.resolve("nodes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && Files.notExists(file)) {
                deleteOlder(target);
                write(file);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            System.err.println("nodes start without an archive of their classes: " + e.getMessage());
        }
        return Files.exists(file) ? file : null;
    }

    private static void deleteOlder(Path directory) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, "nodes-*.jsa")) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }
    }

    /** By a node that serves a request of each kind, and writes down at its end what it has loaded. */
    private static void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling("nodes-unfinished.jsa");
        Path directory = Files.createTempDirectory("penstock-archive");
        NodeConfig config = NodeConfig.node("archive").with("""
                cluster: { name: penstock-archive, host: 127.0.0.1, port: %d, members: ["127.0.0.1:1"] }
                providers: { echo: { type: echo } }
                models: { echo: { targets: [ { provider: echo, model: echo } ] } }
                """.formatted(Ports.free()));
        Path yaml = config.writeTo(directory);
        List<String> options = List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-Xlog:disable");
        try (NodeProcess node = Command.of("run", "--config", yaml.toString())
                .startWith(options, jars())
                .awaitReady(SOON)) {
            ChatClient client = ChatClient.of(config.httpPort());
            String plain = client.chat("echo", "say hi").content();
            String streamed =
                    client.streamed(ChatClient.streamRequest("echo", "say hi")).content();
            node.terminate();
            if (!plain.equals(streamed) || node.awaitExit(SOON) != 0) {
                throw new AssertionError("its node answers '" + plain + "' and '" + streamed + "'" + node.tail());
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.delete(yaml);
            Files.delete(directory);
        }
    }
}
