package io.penstock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** The configuration file of one node on free ports, as text. */
public final class NodeConfig {

    private static final Duration START = Duration.ofSeconds(60);

    private final String name;
    private final int httpPort = Ports.free();
    private final int adminPort = Ports.free();
    private String roles = "gateway, provider";
    private String auth = "none";
    private String drainTimeout = "30s";
    private String http = "";
    private String sections = "";

    private NodeConfig(String name) {
        this.name = name;
    }

    /** An all-in-one node without keys, providers or models yet. */
    public static NodeConfig node(String name) {
        return new NodeConfig(name);
    }

    /** Such as {@code gateway} or {@code gateway, provider}. */
    public NodeConfig roles(String list) {
        roles = list;
        return this;
    }

    public NodeConfig authByKeys() {
        auth = "keys";
        return this;
    }

    public NodeConfig drainTimeout(String duration) {
        drainTimeout = duration;
        return this;
    }

    /** More entries of the {@code http} section, in flow style. */
    public NodeConfig http(String entries) {
        http += ", " + entries;
        return this;
    }

    /** More top-level sections, each one once. */
    public NodeConfig with(String yaml) {
        sections += yaml.stripTrailing() + "\n";
        return this;
    }

    public String name() {
        return name;
    }

    public int httpPort() {
        return httpPort;
    }

    public int adminPort() {
        return adminPort;
    }

    public String text() {
        return """
                node: { name: %s, roles: [%s], drainTimeout: %s }
                auth: %s
                http: { host: 127.0.0.1, port: %d%s }
                admin: { host: 127.0.0.1, port: %d }
                """.formatted(name, roles, drainTimeout, auth, httpPort, http, adminPort) + sections;
    }

    /** Writes {@code <name>.yaml} into the directory. */
    public Path writeTo(Path directory) {
        try {
            return Files.writeString(directory.resolve(name + ".yaml"), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that {@link #writeTo} has written, once a node runs with it. */
    public LiveConfig live(Path directory) {
        return new LiveConfig(directory.resolve(name + ".yaml"), adminPort);
    }

    /** The command that runs this node. */
    public Command command(Path directory) {
        return Command.of("run", "--config", writeTo(directory).toString());
    }

    /** Starts the node and waits until it is ready. The caller closes it. */
    public NodeProcess start(Path directory) {
        NodeProcess process = command(directory).start();
        try {
            return process.awaitReady(START);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** How a configuration names a key without holding it. */
    public static String hashOf(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
