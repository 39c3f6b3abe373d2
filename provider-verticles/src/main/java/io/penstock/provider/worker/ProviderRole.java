package io.penstock.provider.worker;

import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.beat.Health;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeRole;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider side of a node: worker instances for every provider whose keys are set here. */
public final class ProviderRole implements NodeRole {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderRole.class);

    /** By provider; complete once {@link #start} is. */
    private volatile Map<String, List<ProviderVerticle>> workers = Map.of();

    private volatile @Nullable NodeHealth health;

    @Override
    public Role role() {
        return Role.PROVIDER;
    }

    @Override
    public Future<Void> start(NodeContext node) {
        NodeHealth health = new NodeHealth(node);
        Map<String, ApiKeys> keysByProvider = new TreeMap<>();
        Map<String, List<ProviderVerticle>> created = new TreeMap<>();
        List<Future<String>> deployments = new ArrayList<>();
        node.config().providers().forEach((name, config) -> {
            if (!config.isEnabled()) {
                LOG.atInfo()
                        .setMessage("provider disabled: its key's environment variable is not set")
                        .addKeyValue("provider", name)
                        .addKeyValue("variable", String.join(", ", config.unsetVariables()))
                        .log();
                return;
            }
            int instances = config.workers() == 0 ? node.eventLoops() : config.workers();
            ApiKeys keys = new ApiKeys(name, config.apiKeys(), node.changed(), null);
            keysByProvider.put(name, keys);
            List<ProviderVerticle> verticles = new ArrayList<>();
            for (int n = 0; n < instances; n++) {
                ProviderVerticle verticle = new ProviderVerticle(node, name, n, config, keys, health.circuits());
                verticles.add(verticle);
                deployments.add(node.vertx().deployVerticle(verticle));
            }
            created.put(name, verticles);
        });
        health.configure(node.config(), keysByProvider);
        this.health = health;
        return Future.all(deployments).map(deployed -> {
            workers = created;
            return null;
        });
    }

    @Override
    public Health health() {
        NodeHealth known = health;
        return known == null ? Health.GOOD : known.told();
    }

    @Override
    public Map<String, int[]> inFlight() {
        Map<String, int[]> inFlight = new TreeMap<>();
        workers.forEach((provider, verticles) -> inFlight.put(
                provider,
                verticles.stream().mapToInt(ProviderVerticle::inFlight).toArray()));
        return inFlight;
    }

    @Override
    public Future<Void> drain() {
        return Future.all(all().stream().map(ProviderVerticle::drained).toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> abort() {
        return Future.all(all().stream().map(ProviderVerticle::abort).toList()).mapEmpty();
    }

    private List<ProviderVerticle> all() {
        return workers.values().stream().flatMap(List::stream).toList();
    }
}
