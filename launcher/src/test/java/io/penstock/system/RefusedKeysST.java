package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers with two keys, of which one or both are refused: no target sees a refused key twice. */
class RefusedKeysST {

    private static final Duration SOON = Duration.ofSeconds(20);
    /** Workers take a provider's calls by chance, so that each case is tried on several providers. */
    private static final int TRIES = 6;

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static ClusterFixture cluster;
    private static ChatClient ofNode;
    private static ChatClient ofCluster;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        NodeConfig config = NodeConfig.node("keyed").with(yaml());
        node = config.start(directory);
        ofNode = ChatClient.of(config.httpPort());
        cluster = ClusterFixture.start(directory, 1, 2, 2, yaml(), UnaryOperator.identity());
        ofCluster = cluster.gateway(1).client();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"401, plain", "403, stream"})
    void theOtherKeyIsTriedOnceWhereOneIsRefusedOnOneNode(int status, String form) {
        otherKeyWorks(ofNode, status, form);
    }

    @ParameterizedTest
    @CsvSource({"401, plain", "403, stream"})
    void theOtherKeyIsTriedOnceWhereOneIsRefusedOverACluster(int status, String form) {
        otherKeyWorks(ofCluster, status, form);
    }

    @ParameterizedTest
    @CsvSource({"401, plain", "403, stream"})
    void eachKeyIsTriedOnceWhereAllAreRefusedOnOneNode(int status, String form) {
        allRefused(ofNode, status, form);
    }

    @ParameterizedTest
    @CsvSource({"401, plain", "403, stream"})
    void eachKeyIsTriedOnceWhereAllAreRefusedOverACluster(int status, String form) {
        allRefused(ofCluster, status, form);
    }

    private static void otherKeyWorks(ChatClient client, int status, String form) {
        for (int i = 0; i < TRIES; i++) {
            String model = "one-bad-" + form + "-" + i;
            upstream.reset();
            upstream.script(model, (call, response) -> {
                boolean refused = String.valueOf(call.header("authorization")).endsWith("-1");
                (refused ? Answer.error(status, "no", "nope") : Answer.completion("ok")).answer(call, response);
            });
            HttpAnswer answer = ask(client, model, form);
            assertEquals(200, answer.status(), answer::toString);
            List<String> keys = keysUsed(model);
            assertEquals(keys.stream().distinct().toList(), keys, "a refused key again");
            assertTrue(keys.get(keys.size() - 1).endsWith("-2"), keys::toString);
            assertEquals(String.valueOf(keys.size()), answer.header("x-penstock-attempts"));
        }
    }

    private static void allRefused(ChatClient client, int status, String form) {
        for (int i = 0; i < TRIES; i++) {
            String model = "all-bad-" + form + "-" + i;
            upstream.reset();
            upstream.script(model, Answer.error(status, "no", "nope"));
            ErrorAssert.that(ask(client, model, form), 502, "bad_gateway").code("provider_auth");
            assertEquals(
                    List.of("1", "2"),
                    keysUsed(model).stream()
                            .map(key -> key.substring(key.length() - 1))
                            .sorted()
                            .toList());
        }
    }

    private static HttpAnswer ask(ChatClient client, String model, String form) {
        if (form.equals("plain")) {
            return client.chat(model, "hi");
        }
        try (SseClient stream = client.stream(model, "hi")) {
            return stream.answer(SOON);
        }
    }

    private static List<String> keysUsed(String model) {
        return upstream.calls(model).stream()
                .map(call -> String.valueOf(call.header("authorization")))
                .toList();
    }

    private static String yaml() {
        List<String> names = new ArrayList<>();
        for (String kind : new String[] {"one-bad", "all-bad"}) {
            for (String form : new String[] {"plain", "stream"}) {
                for (int i = 0; i < TRIES; i++) {
                    names.add(kind + "-" + form + "-" + i);
                }
            }
        }
        StringBuilder yaml = new StringBuilder("providers:\n");
        names.forEach(name -> yaml.append("  %s: { type: openai, baseUrl: \"%s\", apiKeys: [\"%s-1\", \"%s-2\"] }\n"
                .formatted(name, upstream.baseUrl(), CaseModels.secretOf(name), CaseModels.secretOf(name))));
        yaml.append("models:\n");
        names.forEach(name -> yaml.append(
                "  %s: { targets: [ { provider: %s, model: %s } ], retries: 5 }\n".formatted(name, name, name)));
        return yaml.toString();
    }
}
