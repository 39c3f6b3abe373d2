package io.penstock.shared.node.rehearsal;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.BeatCodec;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.Heart;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeRole;
import io.penstock.shared.node.NodeState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.ServiceLoader;

/**
 * A whole node of its own, on loopback and a random port, that knows nothing of the one it is made for. Its model
 * {@code far} is its model {@code near}, asked as a provider over HTTP; {@code near} is the echo provider's, and
 * {@code nowhere} is one that this provider does not have.
 */
final class Stage implements AutoCloseable {

    private static final String NODE = "rehearsal";
    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

    private static final String CONFIG = """
            auth: keys
            http: { host: 127.0.0.1, port: 0 }
            providers:
              echo: { type: echo }
              self: { baseUrl: "%s", apiKeys: ["%s"] }
            models:
              far: { targets: [ { provider: self, model: near } ] }
              near: { targets: [ { provider: echo, model: echo } ] }
              nowhere: { retries: 0, targets: [ { provider: self, model: none } ] }
            keys:
              - name: rehearsal
                hash: "%s"
                models: ["*"]
                limits: { requestsPerMinute: 1000000000, concurrentRequests: 1000000 }
            """;

    private final String key = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
    private final BeatBoard board = new BeatBoard(NODE);
    private final OwnLoop ownLoop = new OwnLoop();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LocalQuotas quotas = new LocalQuotas(Clock.systemUTC());
    private final NodeRole gateway = role(Role.GATEWAY);
    private final NodeRole provider = role(Role.PROVIDER);
    private final Vertx vertx;

    /** @throws IllegalStateException where the class path lacks a role */
    Stage() {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(EVENT_LOOPS));
    }

    /**
     * Blocks until it can be asked.
     *
     * @param wire frames become bytes and frames again on their way, as between nodes
     */
    void open(boolean wire) {
        vertx.eventBus().registerCodec(new BusCodec(wire));
        BeatCodec.register(vertx.eventBus());
        // The gateway first: only then the provider's URL is known.
        var started = gateway.start(context(config("http://127.0.0.1:9"))).await();
        var alsoStarted = provider.start(context(config(url()))).await();
        board.saw(beat(), System.nanoTime());
        var beating = vertx.deployVerticle(new Heart(board, this::beat)).await();
    }

    Vertx vertx() {
        return vertx;
    }

    /** For clients. */
    URI uri() {
        return URI.create(url());
    }

    /** For clients. */
    String key() {
        return key;
    }

    @Override
    public void close() {
        var closed = vertx.close().otherwiseEmpty().await();
        meters.close();
    }

    private Beat beat() {
        return new Beat(NODE, 1, false, false, false, true, "", provider.inFlight(), Health.GOOD, provider.loads());
    }

    private String url() {
        return gateway.urls().get(0);
    }

    private Config config(String baseUrl) {
        String text = CONFIG.formatted(baseUrl, key, KeyHash.of(key).toConfig());
        // No variable of the environment is there for it.
        return new ConfigFile(Path.of(NODE), name -> null, Overrides.NONE)
                .parse(text.getBytes(StandardCharsets.UTF_8))
                .config();
    }

    private NodeContext context(Config config) {
        return new NodeContext(
                NODE,
                config,
                "",
                () -> {},
                vertx,
                ownLoop,
                EVENT_LOOPS,
                board,
                quotas,
                new RecentRefusals(),
                meters,
                new NodeState(() -> true));
    }

    private static NodeRole role(Role role) {
        return ServiceLoader.load(NodeRole.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.role() == role)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar for the role " + role));
    }
}
