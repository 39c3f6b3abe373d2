package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Command;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.Ports;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person at a terminal sees: commands, their output, their exit codes. */
class CommandsST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(10);
    private static final String ECHO = """
            providers:
              echo: { type: echo }
            models:
              echo: { targets: [ { provider: echo, model: echo } ] }
            """;

    @TempDir
    Path directory;

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        NodeConfig config = NodeConfig.node("second").with(ECHO);
        try (ServerSocket holder = new ServerSocket(config.httpPort(), 1, InetAddress.getLoopbackAddress());
                NodeProcess node = config.command(directory).start()) {
            assertTrue(holder.isBound());
            assertEquals(1, node.awaitExit(SOON), node::tail);
            assertTrue(node.output().contains(String.valueOf(config.httpPort())), node::tail);
            assertNoStackTrace(node);
            assertFalse(node.output().contains("penstock ready"), node::tail);
        }
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        Path pem = Files.writeString(directory.resolve("junk.pem"), "junk");
        NodeConfig config = NodeConfig.node("junk")
                .http("tls: { cert: " + pem + ", key: " + pem + " }")
                .with(ECHO);
        try (NodeProcess node = config.command(directory).start()) {
            assertEquals(1, node.awaitExit(SOON), node::tail);
            assertTrue(node.output().contains("http.tls: cannot use " + pem), node::tail);
            assertNoStackTrace(node);
        }
    }

    @Test
    void anEventBusPortThatIsTakenIsNamed() throws IOException {
        int clusterPort = Ports.free();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NodeProcess node = NodeConfig.node("bus")
                        .with(ECHO)
                        .with("cluster: { port: " + clusterPort + ", busPort: " + holder.getLocalPort()
                                + ", members: [\"127.0.0.1:" + clusterPort + "\"] }")
                        .command(directory)
                        .start()) {
            assertEquals(1, node.awaitExit(SOON), node::tail);
            assertTrue(node.output().contains("(cluster.busPort)"), node::tail);
            assertFalse(node.output().contains("\tat "), node::tail);
        }
    }

    @Test
    void aStreamThatOutlastsTheDrainTimeoutEndsWithAnError() {
        NodeConfig config = NodeConfig.node("patient")
                .drainTimeout("500ms")
                .with(ECHO.replace("type: echo", "type: echo, delay: 200ms"));
        try (NodeProcess node = config.start(directory);
                SseClient stream = ChatClient.of(config.httpPort()).stream("echo", "count from 1 to 200")) {
            assertFalse(stream.readUntil(SseEvent::hasContent, SOON).isEmpty());
            node.terminate();
            List<SseEvent> rest = stream.rest(SOON);
            assertTrue(rest.get(rest.size() - 1).toString().contains("draining"), rest::toString);
            assertEquals(1, node.awaitExit(SOON), node::tail);
        }
    }

    @Test
    void anIdleNodeEndsWithZeroOnSigterm() {
        NodeConfig config = NodeConfig.node("idle").with(ECHO);
        try (NodeProcess node = config.start(directory)) {
            assertTrue(String.valueOf(node.readyLine()).contains("http://127.0.0.1:" + config.httpPort()), node::tail);
            assertEquals(
                    "hi",
                    ChatClient.of(config.httpPort()).chat("echo", "say hi").content());
            long asked = System.nanoTime();
            node.terminate();
            assertEquals(0, node.awaitExit(SOON), node::tail);
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(took.toMillis() < 5000, () -> "an idle node took " + took + node.tail());
        }
    }

    @Test
    void flagsWinOverTheFile() {
        int port = Ports.free();
        int admin = Ports.free();
        Path file = NodeConfig.node("from-file").with(ECHO).writeTo(directory);
        try (NodeProcess node = Command.of(
                        "run",
                        "--config",
                        file.toString(),
                        "--node",
                        "from-flag",
                        "--http-port",
                        String.valueOf(port),
                        "--admin-port",
                        String.valueOf(admin),
                        "--roles",
                        "gateway,provider")
                .start()
                .awaitReady(SOON)) {
            assertEquals("hi", ChatClient.of(port).chat("echo", "say hi").content());
            HttpAnswer view = ChatClient.of(admin).get("/cluster");
            assertTrue(view.text().contains("from-flag"), () -> view + node.tail());
        }
    }

    static Stream<Arguments> mistakes() {
        NodeConfig good = NodeConfig.node("wrong").with(ECHO);
        String text = good.text();
        return Stream.of(
                Arguments.of(text.replace("http: { host", "http: { prot: 1, host"), List.of("http.prot", "port")),
                Arguments.of(text + "limitz: {}\n", List.of("limitz", "limits")),
                Arguments.of(text.replace("type: echo", "type: ecko"), List.of("providers.echo.type", "ecko", "echo")),
                Arguments.of(
                        text.replace("{ provider: echo, model", "{ provider: ehco, model"),
                        List.of("models.echo.targets[0].provider", "ehco", "echo")),
                Arguments.of(
                        text.replace("drainTimeout: 30s", "drainTimeout: soon"), List.of("node.drainTimeout", "soon")),
                Arguments.of(text.replace("host: 127.0.0.1, port", "host: 0.0.0.0, port"), List.of("auth", "none")),
                Arguments.of(text.replace("auth: none", "auth: keys"), List.of("keys")),
                Arguments.of("node: { name: [\n", List.of("wrong.yaml")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeInTheConfigurationIsNamedWithItsPlace(String text, List<String> parts) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), text);
        try (NodeProcess check =
                Command.of("check", "--config", file.toString()).start()) {
            assertEquals(2, check.awaitExit(SOON), check::tail);
            for (String part : parts) {
                assertTrue(check.output().contains(part), () -> "'" + part + "' is missing" + check.tail());
            }
            assertNoStackTrace(check);
        }
    }

    @Test
    void aNodeDoesNotStartOnAMistake() throws IOException {
        String text = NodeConfig.node("wrong").with(ECHO).text().replace("http: { host", "http: { prot: 1, host");
        Path file = Files.writeString(directory.resolve("wrong.yaml"), text);
        try (NodeProcess run = Command.of("run", "--config", file.toString()).start();
                NodeProcess missing = Command.of(
                                "run",
                                "--config",
                                directory.resolve("absent.yaml").toString())
                        .start()) {
            assertEquals(2, run.awaitExit(SOON), run::tail);
            assertTrue(run.output().contains("http.prot"), run::tail);
            assertNoStackTrace(run);
            assertEquals(2, missing.awaitExit(SOON), missing::tail);
            assertTrue(missing.output().contains("absent.yaml"), missing::tail);
            assertNoStackTrace(missing);
        }
    }

    @Test
    void checkTellsWhatEachModelRoutesTo() {
        Path file = NodeConfig.node("good")
                .with(new CaseModels("http://127.0.0.1:1/v1")
                        .echo("echo", "")
                        .two("pair", "retries: 1")
                        .yaml())
                .writeTo(directory);
        try (NodeProcess check =
                Command.of("check", "--config", file.toString()).start()) {
            assertEquals(0, check.awaitExit(SOON), check::tail);
            for (String part : List.of("echo", "pair", "pair-a", "pair-b")) {
                assertTrue(check.output().contains(part), check::tail);
            }
            assertFalse(check.output().contains("sk-secret"), check::tail);
        }
    }

    @Test
    void aProviderWithoutItsKeyIsDisabledAndNoError() {
        NodeConfig config = NodeConfig.node("keyless").with("""
                providers:
                  echo: { type: echo }
                  far: { type: openai, baseUrl: "http://127.0.0.1:1/v1", apiKeys: ["${PENSTOCK_TEST_UNSET_KEY}"] }
                models:
                  echo: { targets: [ { provider: echo, model: echo } ] }
                  far: { targets: [ { provider: far, model: far } ] }
                """);
        try (NodeProcess node = config.start(directory)) {
            node.awaitOutput("disabled", SOON);
            ChatClient client = ChatClient.of(config.httpPort());
            assertEquals("hi", client.chat("echo", "say hi").content());
            HttpAnswer answer = client.chat("far", "hi");
            assertTrue(answer.status() >= 500, answer::toString);
            ErrorAssert.that(
                    answer,
                    answer.status(),
                    answer.json().getJsonObject("error").getString("type"));
        }
    }

    @Test
    void keysAreMadeAndHashed() {
        try (NodeProcess made = Command.of("key", "new", "--name", "alice").start();
                NodeProcess hashed =
                        Command.of("key", "hash").reading("sk-pen-some-key\n").start()) {
            assertEquals(0, made.awaitExit(SOON), made::tail);
            Matcher key = Pattern.compile("sk-pen-[A-Za-z0-9_-]{16,}").matcher(made.output());
            assertTrue(key.find(), made::tail);
            assertTrue(made.output().contains(NodeConfig.hashOf(key.group())), made::tail);
            assertTrue(made.output().contains("alice"), made::tail);
            assertEquals(0, hashed.awaitExit(SOON), hashed::tail);
            assertTrue(hashed.output().contains(NodeConfig.hashOf("sk-pen-some-key")), hashed::tail);
            assertFalse(hashed.output().contains("sk-pen-some-key"), hashed::tail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "cluster --help", "check --help", "key --help", "--version"})
    void helpIsEverywhere(String arguments) {
        try (NodeProcess help = Command.of(arguments.split(" ")).start()) {
            assertEquals(0, help.awaitExit(SOON), help::tail);
            assertTrue(help.output().toLowerCase(Locale.ROOT).contains("penstock"), help::tail);
        }
    }

    @Test
    void anUnknownFlagIsNoCrash() {
        try (NodeProcess wrong = Command.of("run", "--no-such-flag").start()) {
            assertTrue(wrong.awaitExit(SOON) != 0, wrong::tail);
            assertTrue(wrong.output().contains("--no-such-flag"), wrong::tail);
            assertNoStackTrace(wrong);
        }
    }

    @Test
    void aLocalClusterServesOnAllItsGatewaysAndStopsAsOne() {
        try (NodeProcess cluster = Command.of("cluster", "--gateways", "2", "--providers", "2")
                .in(projectRoot())
                .start()) {
            Await.until(
                    () -> "the cluster to be ready" + cluster.tail(),
                    () -> cluster.output().contains("penstock cluster ready"),
                    Duration.ofSeconds(90));
            Set<Integer> serving = new TreeSet<>();
            Await.until(
                    () -> "two gateways to serve; " + serving + " do" + cluster.tail(),
                    () -> {
                        serving.addAll(gatewaysNamedIn(cluster.output()));
                        return serving.size() >= 2;
                    },
                    SOON);
            List<ProcessHandle> children = cluster.children();
            assertEquals(4, children.size(), () -> "one process a node" + cluster.tail());
            for (ProcessHandle child : children) {
                assertTrue(cluster.output().contains(String.valueOf(child.pid())), cluster::tail);
            }
            cluster.terminate();
            int exit = cluster.awaitExit(Duration.ofSeconds(40));
            assertEquals(0, exit, cluster::tail);
            Await.until(
                    () -> "all nodes of the cluster to end" + cluster.tail(),
                    () -> children.stream().noneMatch(ProcessHandle::isAlive),
                    SOON);
        }
    }

    @Test
    void threeHundredProvidersAndModelsStartWithinTenSecondsOnOneNode() {
        NodeConfig config = NodeConfig.node("large").with(threeHundred());
        try (NodeProcess node = config.start(directory)) {
            assertTrue(node.startTime().compareTo(START) < 0, () -> "took " + node.startTime() + node.tail());
            ChatClient client = ChatClient.of(config.httpPort());
            assertEquals("hi", client.chat("model-300", "say hi").content());
            assertEquals(
                    300, client.get("/v1/models").json().getJsonArray("data").size());
        }
    }

    /** One node after the other, since a small machine would measure only itself. */
    @Test
    void threeHundredProvidersAndModelsStartWithinTenSecondsOnEachOfFourNodes() {
        List<Integer> ports = List.of(Ports.free(), Ports.free(), Ports.free(), Ports.free());
        String name = "large-" + ProcessHandle.current().pid() + "-" + ports.get(0);
        List<NodeConfig> configs = new ArrayList<>();
        List<NodeProcess> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < ports.size(); i++) {
                NodeConfig config = NodeConfig.node("large-" + i)
                        .roles(i < 2 ? "gateway" : "provider")
                        .with(ClusterFixture.clusterSection(name, ports.get(i), ports, 1))
                        .with(threeHundred());
                configs.add(config);
                NodeProcess node = config.start(directory);
                nodes.add(node);
                assertTrue(node.startTime().compareTo(START) < 0, () -> "took " + node.startTime() + node.tail());
            }
            for (NodeConfig gateway : configs.subList(0, 2)) {
                ChatClient client = ChatClient.of(gateway.httpPort());
                Await.until(
                        () -> gateway.name() + " to serve the last model"
                                + nodes.get(0).tail(),
                        () -> client.chat("model-300", "say hi").status() == 200,
                        SOON);
            }
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    @Test
    void aNodeRunsUnderANewerJdk() {
        Optional<Path> newer = newerJdk();
        assumeTrue(newer.isPresent(), "no JDK of version 21 or newer beside the one in use");
        NodeConfig config = NodeConfig.node("modern").with(ECHO);
        try (NodeProcess node =
                config.command(directory).java(newer.orElseThrow()).start()) {
            assertNotNull(node.awaitReady(SOON).readyLine());
            ChatClient client = ChatClient.of(config.httpPort());
            assertEquals("hi", client.chat("echo", "say hi").content());
            assertEquals(
                    "hi",
                    client.streamed(ChatClient.streamRequest("echo", "say hi")).content());
            node.terminate();
            assertEquals(0, node.awaitExit(SOON), node::tail);
        }
    }

    private static String threeHundred() {
        StringBuilder yaml = new StringBuilder("providers:\n");
        for (int i = 1; i <= 300; i++) {
            yaml.append("  provider-%d: { type: echo }\n".formatted(i));
        }
        yaml.append("models:\n");
        for (int i = 1; i <= 300; i++) {
            yaml.append(
                    "  model-%d: { targets: [ { provider: provider-%d, model: echo }, { provider: provider-%d, model: echo } ] }\n"
                            .formatted(i, i, i % 300 + 1));
        }
        return yaml.toString();
    }

    /** Of all local ports that the output names, those where a chat request is answered. */
    private static Set<Integer> gatewaysNamedIn(String output) {
        Set<Integer> gateways = new TreeSet<>();
        Matcher named =
                Pattern.compile("(?:127\\.0\\.0\\.1|localhost):(\\d{2,5})").matcher(output);
        String body = ChatClient.request("echo", "say hi").encode();
        while (named.find()) {
            int port = Integer.parseInt(named.group(1));
            try (RawHttp http = RawHttp.connect(port)) {
                if (http.post("/v1/chat/completions", body)
                                .answer(Duration.ofSeconds(5))
                                .status()
                        == 200) {
                    gateways.add(port);
                }
            } catch (AssertionError | RuntimeException notHttp) {
                // An admin or cluster port, or a node that is not there yet.
            }
        }
        return gateways;
    }

    private static Path projectRoot() {
        Path path = Path.of("").toAbsolutePath();
        while (path != null && !Files.isRegularFile(path.resolve("conf").resolve("penstock.yaml"))) {
            path = path.getParent();
        }
        assertNotNull(path, "conf/penstock.yaml above the working directory");
        return path;
    }

    private static Optional<Path> newerJdk() {
        Path home = Path.of(System.getProperty("java.home"));
        try (Stream<Path> siblings = Files.list(home.resolveSibling("."))) {
            return siblings.filter(jdk -> version(jdk) >= 21 && Files.isExecutable(jdk.resolve("bin/java")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The feature version that a JDK's release file names, or 0. */
    private static int version(Path jdk) {
        try (Stream<String> lines = Files.lines(jdk.resolve("release"))) {
            return lines.map(Pattern.compile("JAVA_VERSION=\"(\\d+).*")::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(line -> Integer.parseInt(line.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void assertNoStackTrace(NodeProcess process) {
        assertFalse(process.output().contains("\tat "), process::tail);
        assertFalse(process.output().contains("Exception"), process::tail);
    }
}
