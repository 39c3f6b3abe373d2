package io.penstock.testkit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of a running node, to be changed under it.
 *
 * @param adminPort of the node, on 127.0.0.1
 */
public record LiveConfig(Path file, int adminPort) {

    private static final Duration SOON = Duration.ofSeconds(20);

    public String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does not wait for the node to notice. */
    public void write(String text) {
        try {
            Path unused = Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the file and waits until the node runs under it. */
    public void apply(UnaryOperator<String> change) {
        write(change.apply(text()));
        awaitCurrent();
    }

    /** Changes the file and waits until the node has rejected that; the reason that it shows. */
    public String reject(UnaryOperator<String> change) {
        write(change.apply(text()));
        return awaitRejected();
    }

    /** Waits until the node runs under the file as it is, and complains of nothing. */
    public void awaitCurrent() {
        String version = versionOf(text());
        Await.until(
                () -> "version " + version + " to be current; " + shown(),
                () -> version.equals(shown().getString("version")) && rejected() == null,
                SOON);
    }

    /** Waits until the node complains of its file; how. */
    public String awaitRejected() {
        Await.until(() -> "a rejection; " + shown(), () -> rejected() != null, SOON);
        return Objects.requireNonNull(rejected());
    }

    public @Nullable String rejected() {
        return shown().getString("rejected");
    }

    /** What the node's {@code /cluster} says of its configuration. */
    public JsonObject shown() {
        return ChatClient.of(adminPort).get("/cluster").json().getJsonObject("config");
    }

    /** The first 12 hex digits of the text's SHA-256. */
    public static String versionOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
