package io.penstock.shared.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.BeatCodec;
import io.penstock.shared.beat.Heart;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.node.reload.ConfigWatch;
import io.penstock.shared.node.reload.CurrentConfig;
import io.penstock.shared.node.reload.Reload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node and the order in which they start and stop. Main thread only: every method
 * blocks, where it does not say otherwise.
 */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** How long a starting node waits to hear from each member before it serves without having heard. */
    private static final long FIRST_BEATS_MILLIS = 1000;

    /** One for each core: nothing on an event loop waits, so more would only take turns. */
    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

    private final ConfigFile file;
    /** What the node starts with; of this only what cannot change is read later. */
    private final Config config;

    private final CurrentConfig current;
    private final Rehearsal rehearsal;
    private final String name;
    private final long incarnation = ThreadLocalRandom.current().nextLong();
    private final BeatBoard board;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Roles roles;
    private @Nullable Cluster cluster;
    private @Nullable Vertx vertx;
    private @Nullable Quotas quotas;
    private volatile @Nullable Heart heart;
    private volatile @Nullable ConfigWatch watch;
    private final NodeState state = new NodeState(this::hasQuorum);

    Node(ConfigFile file, Loaded loaded, Rehearsal rehearsal) {
        this.file = file;
        this.rehearsal = rehearsal;
        this.current = new CurrentConfig(loaded);
        this.config = loaded.config();
        this.name = NodeNames.nameOf(config);
        this.board = new BeatBoard(name);
        this.roles = Roles.of(config);
    }

    /** @return the line that says the node is ready */
    String start() {
        rehearsal.begin();
        cluster = config.cluster() == null
                ? null
                : Cluster.join(config.cluster(), config.limits().lease(), name);
        Vertx vertx = startVertx(cluster);
        this.vertx = vertx;
        FrameCodec.register(vertx.eventBus());
        BeatCodec.register(vertx.eventBus());
        Quotas quotas = NodeQuotas.of(config, cluster, vertx, meters);
        this.quotas = quotas;
        RecentRefusals refusals = new RecentRefusals();
        NodeMeters.bind(meters, board, name);
        current.bindTo(meters);
        HttpServer admin = new AdminServer(
                        vertx,
                        config.admin(),
                        state,
                        meters,
                        () -> ClusterReport.of(name, state, board, cluster).put("config", current.report()),
                        new LimitsReport(current::config, quotas, refusals))
                .start()
                .await();

        NodeContext context = new NodeContext(
                name,
                config,
                current.version(),
                this::beatSoon,
                vertx,
                new OwnLoop(),
                EVENT_LOOPS,
                board,
                quotas,
                refusals,
                meters,
                state);
        roles.start(Role.PROVIDER, context);
        Heart heart = new Heart(board, this::beat);
        this.heart = heart;
        String unused = vertx.deployVerticle(heart).await();
        if (cluster != null) {
            cluster.onMemberLost(board::lost);
            awaitFirstBeats(cluster);
        }
        rehearsal.end();
        roles.start(Role.GATEWAY, context);
        state.serving();
        heart.beatNow();
        watchConfig(heart);
        return readyLine(admin.actualPort());
    }

    private void watchConfig(Heart heart) {
        Reload reload = new Reload(file, current, new RoleSwitch(roles.all(), current)::to, heart::beatNow);
        ConfigWatch watch =
                new ConfigWatch(file, current.version(), reload, () -> state.phase() == NodeState.Phase.SERVING);
        this.watch = watch;
        watch.start();
    }

    /**
     * Reads the configuration's file again at once. Any thread; returns before it is done.
     *
     * @return whether the node runs and so can
     */
    boolean reload() {
        ConfigWatch watching = watch;
        if (watching == null || state.isDraining()) {
            return false;
        }
        watching.reloadNow();
        return true;
    }

    /** @return whether everything that ran could end by itself */
    boolean stop() throws InterruptedException {
        Vertx vertx = this.vertx;
        if (vertx == null) {
            return true;
        }
        LOG.atInfo()
                .setMessage("draining")
                .addKeyValue("timeout", drainTimeout())
                .log();
        state.draining();
        if (heart != null) {
            heart.beatNow();
        }
        if (watch != null) {
            watch.stop();
        }
        boolean drained = roles.drain(System.nanoTime() + drainTimeout().toNanos());
        close();
        return drained;
    }

    /** Ends what is left, in the reverse order of starting. Also after a start that failed half-way. */
    void close() {
        if (heart != null) {
            heart.sayGoodbye().otherwiseEmpty().await();
        }
        if (quotas != null) {
            quotas.close().otherwiseEmpty().await();
        }
        if (vertx != null) {
            vertx.close().otherwiseEmpty().await();
        }
        if (cluster != null) {
            cluster.leave();
        }
    }

    private static Vertx startVertx(@Nullable Cluster cluster) {
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(EVENT_LOOPS);
        VertxBuilder builder = Vertx.builder().with(options);
        if (cluster == null) {
            return builder.build();
        }
        EventBusOptions bus = options.getEventBusOptions();
        bus.setHost(cluster.host()).setPort(cluster.busPort());
        return builder.withClusterManager(new HazelcastClusterManager(cluster.hazelcast()))
                .buildClustered()
                .recover(e -> Future.failedFuture(
                        StartException.of(e, cluster.host(), cluster.busPort(), "cluster.busPort", "cluster.busPort")))
                .await();
    }

    private void awaitFirstBeats(Cluster cluster) {
        long deadline =
                System.nanoTime() + Duration.ofMillis(FIRST_BEATS_MILLIS).toNanos();
        while (board.nodes().size() < cluster.names().size() && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(10).toNanos());
        }
    }

    private Beat beat() {
        return new Beat(
                name,
                incarnation,
                false,
                false,
                state.isDraining(),
                roles.has(Role.GATEWAY),
                current.version(),
                roles.inFlight(),
                roles.health(),
                roles.loads());
    }

    private void beatSoon() {
        Heart beating = heart;
        if (beating != null) {
            beating.beatSoon();
        }
    }

    private boolean hasQuorum() {
        Cluster joined = cluster;
        return joined == null || joined.hasQuorum();
    }

    /** Under a supervisor there is time; a person at a terminal waits for the prompt. */
    private Duration drainTimeout() {
        Duration configured = config.node().drainTimeout();
        if (configured != null) {
            return configured;
        }
        return Boolean.getBoolean("penstock.terminal") ? Duration.ofSeconds(30) : Duration.ofMinutes(10);
    }

    private String readyLine(int adminPort) {
        StringBuilder line = new StringBuilder("penstock ready");
        roles.urls().forEach(url -> line.append(' ').append(url));
        return line.append(" admin=http://")
                .append(config.admin().host())
                .append(':')
                .append(adminPort)
                .append(" node=")
                .append(name)
                .toString();
    }
}
