package io.penstock.provider.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.provider.discovery.OllamaWatch;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.ConfigLoader;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeState;
import io.penstock.testkit.Await;
import io.penstock.testkit.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The provider side of a node named {@code n}, with the gateway in the test's hands. */
final class WorkersFixture implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);
    private static final Deadlines PATIENT = new Deadlines(2000, 20_000, 20_000, 20_000);
    private static final String ADDRESS = "gateway.test";
    private static final long LINGER_MILLIS = 50;
    private static final long LOOK_MILLIS = 20;

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BeatBoard board = new BeatBoard("n");
    final AtomicInteger changes = new AtomicInteger();
    /** What is superfluous goes within moments. */
    final ProviderRole role = new ProviderRole(
            new Patience(config -> keepMillis(), LINGER_MILLIS), new OllamaWatch.Pace(LOOK_MILLIS, 2000));

    volatile long keepMillis = 300;
    volatile boolean failDeployments;
    private final Path directory;
    private final Map<String, String> env;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    /** One attempt as its gateway sees it. */
    final class Attempt {
        final long id = ids.incrementAndGet();
        final int instance;
        final String provider;

        private Attempt(String provider, int instance, String model, String config, boolean lastResort) {
            this.provider = provider;
            this.instance = instance;
            byte[] body = """
                    {"model":"%s","stream":true,"messages":[{"role":"user","content":"hi"}]}""".formatted(model).getBytes(StandardCharsets.UTF_8);
            Frame.Open open = new Frame.Open(
                    id,
                    ADDRESS,
                    "g",
                    config,
                    model,
                    lastResort,
                    PATIENT,
                    ChatRequestReader.read(body),
                    1,
                    1 << 20,
                    body.length,
                    body);
            FrameCodec.send(vertx.eventBus(), Addresses.worker(provider, "n", instance), open);
            Await.until("its acceptance or refusal", () -> first() != null, SOON);
        }

        private @Nullable Frame first() {
            return frames.stream()
                    .filter(frame -> frame.stream() == id)
                    .findFirst()
                    .orElse(null);
        }

        boolean isAccepted() {
            return !(first() instanceof Frame.Refused);
        }

        boolean isTripped() {
            return first() instanceof Frame.Refused refused && refused.reason() == Frame.Refused.Reason.TRIPPED;
        }

        boolean hasContent() {
            return frames.stream().anyMatch(frame -> frame.stream() == id && frame instanceof Frame.Data);
        }

        Attempt awaitContent() {
            Await.until("content", this::hasContent, SOON);
            return this;
        }

        void cancel(Frame.Cancel.Reason reason) {
            FrameCodec.send(vertx.eventBus(), Addresses.worker(provider, "n", instance), new Frame.Cancel(id, reason));
        }

        Frame awaitEnd() {
            Await.until("the end of the attempt", () -> frames.stream().anyMatch(this::isEnd), SOON);
            return frames.stream().filter(this::isEnd).findFirst().orElseThrow();
        }

        Failure awaitFailure() {
            if (awaitEnd() instanceof Frame.Fail fail) {
                return fail.failure();
            }
            throw new AssertionError("it ended well");
        }

        private boolean isEnd(Frame frame) {
            return frame.stream() == id && (frame instanceof Frame.End || frame instanceof Frame.Fail);
        }
    }

    /** @param sections of the configuration: providers and models */
    WorkersFixture(Path directory, String sections) {
        this(directory, sections, Map.of());
    }

    /** @param env the environment of the node */
    WorkersFixture(Path directory, String sections, Map<String, String> env) {
        this.directory = directory;
        this.env = env;
        FrameCodec.register(vertx.eventBus());
        MessageConsumer<Frame> gateway = vertx.eventBus().consumer(ADDRESS);
        gateway.handler(message -> receive(message.body()));
        role.start(new NodeContext(
                        "n",
                        config(sections),
                        "v1",
                        changes::incrementAndGet,
                        deployer(),
                        new OwnLoop(),
                        2,
                        board,
                        new LocalQuotas(Clock.systemUTC()),
                        new RecentRefusals(),
                        meters,
                        new NodeState(() -> true)))
                .await();
        changes.set(0);
    }

    Config config(String sections) {
        return ConfigLoader.load(NodeConfig.node("n").with(sections).writeTo(directory), env::get);
    }

    boolean tryReload(String sections, String version) {
        return role.reload(config(sections), version).map(true).otherwise(false).await();
    }

    /** The same Vert.x, but that it deploys nothing while the test says so. */
    private Vertx deployer() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if (failDeployments && method.getName().equals("deployVerticle")) {
                        return Future.failedFuture("no room for it");
                    }
                    return method.invoke(vertx, arguments);
                });
    }

    private long keepMillis() {
        return keepMillis;
    }

    void reload(String sections, String version) {
        role.reload(config(sections), version).await();
    }

    /** How many instances of the provider the node tells of. */
    private void receive(Frame frame) {
        if (frame instanceof Frame.Bundle bundle) {
            bundle.frames().forEach(this::receive);
        } else {
            frames.add(frame);
        }
    }

    int told(String provider) {
        return role.inFlight().getOrDefault(provider, new int[0]).length;
    }

    /** Whether anybody has the instance's address. */
    boolean isThere(String provider, int instance) {
        try {
            vertx.eventBus()
                    .<Frame>sender(
                            Addresses.worker(provider, "n", instance),
                            new DeliveryOptions().setCodecName("penstock.frame"))
                    .write(new Frame.Cancel(0, Frame.Cancel.Reason.UNWANTED))
                    .await();
            return true;
        } catch (ReplyException gone) {
            return false;
        }
    }

    Attempt open(String model) {
        return open(0, model, "v1");
    }

    Attempt open(int instance, String model, String config) {
        return new Attempt("up", instance, model, config, false);
    }

    Attempt openAt(String provider, String model) {
        return new Attempt(provider, 0, model, "v1", false);
    }

    Attempt openAsLastResort(String model) {
        return new Attempt("up", 0, model, "v1", true);
    }

    /** What this node would tell, from another one. */
    void hearFrom(String node, Health health) {
        board.saw(new Beat(node, 1, false, false, false, false, "", Map.of(), health, Map.of()), System.nanoTime());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
