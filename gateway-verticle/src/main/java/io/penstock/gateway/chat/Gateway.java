package io.penstock.gateway.chat;

import io.penstock.gateway.admission.WarmUp;
import io.penstock.gateway.body.BodyBudget;
import io.penstock.gateway.routing.TargetOrder;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.tokens.PromptTokens;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.node.NodeContext;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** What all gateway verticles of a node share, and the setup that new requests run under. Thread-safe. */
public final class Gateway {

    private final NodeContext node;
    private final PromptTokens tokens = new PromptTokens();
    private final BodyBudget bodies = BodyBudget.ofHeap();
    private final RequestLog log;
    private final TargetStats stats;
    private final TargetOrder order;
    private final TargetMeters targetMeters;
    private volatile Setup setup;

    public Gateway(NodeContext node) {
        this.node = node;
        this.log = new RequestLog(node.meters(), bodies);
        this.stats = new TargetStats(node.name(), node.board());
        // Delegates to the calling thread's own generator.
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.order = new TargetOrder(random, stats);
        this.targetMeters = new TargetMeters(node.meters(), stats);
        this.setup = setup(node.config(), node.configVersion());
        stats.configure(setup.routes().targets());
        targetMeters.show(setup);
    }

    /** Of a configuration that is checked. */
    public Setup setup(Config config, String version) {
        return Setup.of(config, version, node.vertx(), node.quotas(), tokens);
    }

    /**
     * Loads what limited requests need and the first one should not wait for: each takes a good part of a
     * second.
     */
    public Future<Void> prepare(Setup coming) {
        if (!coming.limitsAnything()) {
            return Future.succeededFuture();
        }
        return new WarmUp(node.vertx(), node.quotas()).run().compose(warm -> loadTokenizer(coming));
    }

    private Future<Void> loadTokenizer(Setup coming) {
        if (!coming.limitsTokens()) {
            return Future.succeededFuture();
        }
        return node.vertx().executeBlocking(() -> {
            tokens.load(coming.upstreamModels());
            return null;
        });
    }

    /** New requests run under it from now on. */
    public void use(Setup other) {
        stats.configure(other.routes().targets());
        setup = other;
        targetMeters.show(other);
    }

    /** What new requests run under. */
    public Setup setup() {
        return setup;
    }

    public NodeContext node() {
        return node;
    }

    public TargetStats stats() {
        return stats;
    }

    TargetOrder order() {
        return order;
    }

    BodyBudget bodies() {
        return bodies;
    }

    public RequestLog log() {
        return log;
    }

    /** Tells of a request that a limit refused. */
    void limited(Inbound inbound, Admission.Refused refused) {
        String client = inbound.client().name();
        log.limited(client, refused.kind().code());
        node.refusals().add(new RecentRefusals.Entry(Instant.now(), inbound.id(), client, refused));
    }

    /**
     * Why nobody serves a provider. A node that is alone knows that its key is missing; in a cluster
     * the keys are on other nodes, and a missing worker may come.
     */
    public ApiError noWorker(String provider) {
        Config config = setup.config();
        ProviderConfig found = config.providers().get(provider);
        if (config.discovered().contains(provider)) {
            return ApiErrors.notRunning(provider);
        }
        return config.cluster() != null || found == null || found.isEnabled()
                ? ApiErrors.noWorker(provider)
                : ApiErrors.providerDisabled(provider, String.join(", ", found.unsetVariables()));
    }
}
