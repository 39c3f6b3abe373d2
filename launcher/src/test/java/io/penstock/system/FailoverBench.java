package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.system.UpstreamFailure.Place;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.FullListener;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.Ports;
import io.penstock.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** All cases of the matrix as models of one node or of one cluster, with two upstreams of its own. Any thread. */
final class FailoverBench implements AutoCloseable {

    /** What a model's two targets were called, as far as its test has looked. */
    private record Calls(int first, int second) {}

    private final ScriptedUpstream first = ScriptedUpstream.start();
    private final ScriptedUpstream second = ScriptedUpstream.start();
    private final FullListener full = FullListener.open();
    private final int nobody = Ports.free();
    private final List<AutoCloseable> nodes = new ArrayList<>();
    private final List<ChatClient> gateways = new ArrayList<>();
    private final Map<FailoverCase, Calls> seen = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    private FailoverBench() {}

    static FailoverBench oneNode(Path directory, List<FailoverCase> cases) {
        FailoverBench bench = new FailoverBench();
        NodeConfig config = NodeConfig.node("single").with(bench.yaml(cases));
        NodeProcess node = config.start(directory);
        bench.nodes.add(node);
        bench.gateways.add(ChatClient.of(config.httpPort()));
        return bench;
    }

    static FailoverBench cluster(Path directory, List<FailoverCase> cases) {
        FailoverBench bench = new FailoverBench();
        ClusterFixture cluster = ClusterFixture.start(directory, 2, 2, 3, bench.yaml(cases), UnaryOperator.identity());
        bench.nodes.add(cluster);
        bench.gateways.add(cluster.gateway(1).client());
        bench.gateways.add(cluster.gateway(2).client());
        return bench;
    }

    /** Of the next gateway in turn. */
    ChatClient client() {
        return gateways.get(turn.getAndIncrement() % gateways.size());
    }

    ScriptedUpstream upstream(int number) {
        return number == 1 ? first : second;
    }

    /** Makes the case's targets fail, each time they are asked, where they are to fail. */
    FailoverBench failing(FailoverCase now) {
        for (int number = 1; number <= now.targets().count; number++) {
            if (now.fails(number)) {
                upstream(number).script(now.modelAt(number), now.failure().answer());
            }
        }
        return this;
    }

    int calls(FailoverCase now, int number) {
        return upstream(number).calls(now.modelAt(number)).size();
    }

    void assertCalls(FailoverCase now, int ofFirst, int ofSecond) {
        Calls calls = new Calls(calls(now, 1), calls(now, 2));
        assertEquals(new Calls(ofFirst, ofSecond), calls, now::model);
        seen.put(now, calls);
    }

    /** No attempt went on after its client had the answer. */
    void assertNoLateCalls() {
        seen.forEach((one, calls) -> assertEquals(calls, new Calls(calls(one, 1), calls(one, 2)), one::model));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable node : nodes) {
            node.close();
        }
        full.close();
        first.close();
        second.close();
    }

    private String yaml(List<FailoverCase> cases) {
        Map<String, String> urls = new TreeMap<>();
        StringBuilder models = new StringBuilder("models:\n");
        for (FailoverCase one : cases) {
            models.append(one.yaml());
            for (int number = 1; number <= one.targets().count; number++) {
                urls.put(one.provider(number), url(one.place(number), upstream(number)));
            }
        }
        StringBuilder providers = new StringBuilder("providers:\n");
        urls.forEach((name, url) ->
                providers.append("  %s: { type: openai, baseUrl: \"%s\", apiKeys: [\"%s\"], workers: 1 }\n"
                        .formatted(name, url, CaseModels.secretOf(name))));
        return providers.append(models).toString();
    }

    private String url(Place place, ScriptedUpstream scripted) {
        return switch (place) {
            case SCRIPTED -> scripted.baseUrl();
            case REFUSED -> "http://127.0.0.1:" + nobody + "/v1";
            case NO_HOST -> "http://nothing.invalid/v1";
            case NO_TLS -> "https://127.0.0.1:" + first.port() + "/v1";
            case NO_CONNECT -> "http://127.0.0.1:" + full.port() + "/v1";
        };
    }
}
