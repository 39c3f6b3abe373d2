package io.penstock.gateway.http;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.admission.WarmUp;
import io.penstock.gateway.auth.Authenticator;
import io.penstock.gateway.body.BodyBudget;
import io.penstock.gateway.routing.RouteTable;
import io.penstock.gateway.routing.TargetOrder;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.WorkerRef;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.tokens.PromptTokens;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.node.CorsConfig;
import io.penstock.shared.limit.LimitedSubjects;
import io.penstock.shared.node.NodeContext;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all gateway verticles of a node share. Thread-safe. */
record GatewayParts(
        NodeContext node,
        Authenticator authenticator,
        RouteTable routes,
        TargetOrder order,
        LimitedSubjects limited,
        PromptTokens tokens,
        Admissions admissions,
        Cors cors,
        BodyBudget bodies,
        RequestLog log) {

    static GatewayParts of(NodeContext node) {
        BodyBudget bodies = BodyBudget.ofHeap();
        // Delegates to the calling thread's own generator.
        LimitedSubjects limited = new LimitedSubjects(node.config());
        PromptTokens tokens = new PromptTokens();
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new GatewayParts(
                node,
                new Authenticator(node.config(), Clock.systemUTC()),
                new RouteTable(node.config()),
                new TargetOrder(random, provider -> inFlight(node.board(), provider)),
                limited,
                tokens,
                new Admissions(
                        node.vertx(),
                        limited,
                        node.quotas(),
                        tokens,
                        node.config().limits().defaultMaxTokens()),
                new Cors(cors(node.config())),
                bodies,
                new RequestLog(node.meters(), bodies));
    }

    /** What limited requests need and the first one should not wait for: each takes a good part of a second. */
    Future<Void> prepareLimits() {
        if (limited.all().findAny().isEmpty()) {
            return Future.succeededFuture();
        }
        return new WarmUp(node.vertx(), node.quotas()).run().compose(warm -> loadTokenizer());
    }

    private Future<Void> loadTokenizer() {
        if (limited.all().noneMatch(subject -> subject.limits().hasTokens())) {
            return Future.succeededFuture();
        }
        List<String> models = node.config().models().values().stream()
                .flatMap(model -> model.targets().stream().map(TargetConfig::model))
                .distinct()
                .toList();
        return node.vertx().executeBlocking(() -> {
            tokens.load(models);
            return null;
        });
    }

    /**
     * A page can send no key that it was not given, so every page may call where keys are asked for.
     * Where none are, any page a person visits could spend the operator's money: that must be said.
     */
    private static @Nullable CorsConfig cors(Config config) {
        CorsConfig configured = config.http().cors();
        return configured == null && config.auth() == AuthMode.KEYS ? new CorsConfig(List.of("*")) : configured;
    }

    /**
     * Why nobody serves a provider. A node that is alone knows that its key is missing; in a cluster
     * the keys are on other nodes, and a missing worker may come.
     */
    ApiError noWorker(String provider) {
        ProviderConfig config = node.config().providers().get(provider);
        return node.config().cluster() != null || config == null || config.isEnabled()
                ? ApiErrors.noWorker(provider)
                : ApiErrors.providerDisabled(provider, String.join(", ", config.unsetVariables()));
    }

    private static int inFlight(BeatBoard board, String provider) {
        return board.workers(provider).stream().mapToInt(WorkerRef::inFlight).sum();
    }
}
