package io.penstock.provider.worker;

import io.penstock.provider.discovery.OllamaWatch;
import io.penstock.shared.beat.Health;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeRole;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider side of a node: worker instances for every provider whose keys are set here. */
public final class ProviderRole implements NodeRole {

    private final Patience patience;
    private final OllamaWatch.Pace pace;
    private volatile @Nullable NodeHealth health;
    private volatile @Nullable WorkerPools pools;

    /** For the service loader. */
    public ProviderRole() {
        this(Patience.DEFAULT, OllamaWatch.Pace.DEFAULT);
    }

    ProviderRole(Patience patience, OllamaWatch.Pace pace) {
        this.patience = patience;
        this.pace = pace;
    }

    @Override
    public Role role() {
        return Role.PROVIDER;
    }

    @Override
    public Future<Void> start(NodeContext node) {
        NodeHealth health = new NodeHealth(node);
        WorkerPools pools = new WorkerPools(node, health, patience, pace);
        this.health = health;
        this.pools = pools;
        return Future.all(WarmUp.run(node.vertx()), pools.apply(node.config(), node.configVersion()))
                .mapEmpty();
    }

    @Override
    public Future<Void> reload(Config config, String version) {
        WorkerPools known = pools;
        return known == null ? Future.failedFuture("the node has not started") : known.apply(config, version);
    }

    @Override
    public Health health() {
        NodeHealth known = health;
        return known == null ? Health.GOOD : known.told();
    }

    @Override
    public Map<String, int[]> inFlight() {
        WorkerPools known = pools;
        return known == null ? Map.of() : known.inFlight();
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
        WorkerPools known = pools;
        return known == null ? List.of() : known.all().toList();
    }
}
