package io.penstock.provider.worker;

import io.penstock.provider.health.Circuits;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.config.Config;
import io.penstock.shared.node.NodeContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What this node knows of its targets and keys, found out here or heard from other nodes. Any thread. */
final class NodeHealth {

    /** Of so many keys and models a beat tells at the most. */
    private static final int MOST_KEYS_TOLD = 1000;

    private final String node;
    private final Circuits circuits;
    private volatile Map<String, ApiKeys> keys = Map.of();
    /** {@code provider/model} of the configuration. */
    private volatile Set<String> targets = Set.of();

    NodeHealth(NodeContext context) {
        node = context.name();
        circuits = new Circuits(node, context.changed(), context.meters());
        context.board().onBeat(this::hear);
    }

    Circuits circuits() {
        return circuits;
    }

    /** @param keys of each provider that is served here */
    void configure(Config config, Map<String, ApiKeys> keys) {
        this.keys = Map.copyOf(keys);
        Set<String> targets = config.models().values().stream()
                .flatMap(model -> model.targets().stream())
                .map(target -> target.provider() + "/" + target.model())
                .collect(Collectors.toSet());
        this.targets = targets;
        circuits.configure(keys.keySet(), targets);
        keys.forEach((provider, of) -> of.configure(targets.stream()
                .filter(target -> target.startsWith(provider + "/"))
                .map(target -> target.substring(provider.length() + 1))
                .collect(Collectors.toSet())));
    }

    Health told() {
        List<RestingKey> resting =
                keys.values().stream().flatMap(of -> of.resting().stream()).toList();
        return new Health(circuits.open(), told(resting, targets));
    }

    /** Where they are too many: what holds for all models first, then configured targets, then what clients made up. */
    static List<RestingKey> told(List<RestingKey> resting, Set<String> targets) {
        return resting.stream()
                .sorted(Comparator.comparingInt(key -> rank(key, targets)))
                .limit(MOST_KEYS_TOLD)
                .toList();
    }

    private static int rank(RestingKey key, Set<String> targets) {
        if (key.broken()) {
            return 0;
        }
        return key.model().isEmpty() || targets.contains(key.provider() + "/" + key.model()) ? 1 : 2;
    }

    private void hear(Beat beat) {
        if (!beat.node().equals(node)) {
            circuits.hear(beat);
            List<RestingKey> resting = beat.health().keys();
            keys.values().forEach(of -> of.hear(resting));
        }
    }
}
