package io.penstock.gateway.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.ConfigLoader;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeState;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.NodeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway on a real port, and in place of all providers a worker in the test's hands. */
final class GatewayFixture implements AutoCloseable {

    /** What the worker sends where it sends anything: one event. */
    static final String CONTENT = "data: content\n\n";

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GatewayRole gateway = new GatewayRole();
    final ChatClient client;
    final int port;

    /** How attempts for the model {@code failing} end. */
    volatile Failure failure = Failure.passing(ApiErrors.providerError("it broke", null));

    /** Streams that the gateway wanted no more of, and why. */
    final Map<Long, Frame.Cancel.Reason> cancelled = new ConcurrentHashMap<>();

    /** Offers that the worker took and has not answered. */
    final List<Frame.Open> held = new CopyOnWriteArrayList<>();

    /**
     * A gateway with the models {@code now}, answered at once, {@code held}, answered when the test says
     * so, {@code refused}, taken by no worker, and {@code failing}.
     *
     * @param http entries of its section in flow style
     */
    GatewayFixture(Path directory, String http) {
        this(directory, http, "");
    }

    /** @param more models, each on a line of its own; the worker holds those at its models {@code held…} */
    GatewayFixture(Path directory, String http, String more) {
        NodeConfig config = NodeConfig.node("g").http(http).with("""
                providers: { w: { type: echo, emulateN: true } }
                models:
                  now: { targets: [ { provider: w, model: now } ] }
                  held: { targets: [ { provider: w, model: held } ] }
                  refused: { targets: [ { provider: w, model: refused } ] }
                  failing: { retries: 0, targets: [ { provider: w, model: failing } ] }
                """ + more.indent(2));
        Config loaded = ConfigLoader.load(config.writeTo(directory), name -> null);
        port = config.httpPort();
        client = ChatClient.of(port);
        BeatBoard board = new BeatBoard("g");
        board.saw(
                new Beat("p", 1, false, false, false, false, "", Map.of("w", new int[] {0}), Health.GOOD, Map.of()),
                System.nanoTime());
        FrameCodec.register(vertx.eventBus());
        MessageConsumer<Frame> worker = vertx.eventBus().consumer(Addresses.worker("w", "p", 0));
        worker.handler(message -> receive(message.body()));
        gateway.start(new NodeContext(
                        "g",
                        loaded,
                        "",
                        () -> {},
                        vertx,
                        new OwnLoop(),
                        1,
                        board,
                        new LocalQuotas(Clock.systemUTC()),
                        new RecentRefusals(),
                        meters,
                        new NodeState(() -> true)))
                .await();
    }

    /** Request bodies that are held, and what is being read. */
    boolean holdsBodies() {
        return meters.get("penstock.bodies.held").gauge().value() > 0;
    }

    /** The offer for this model that was made last; waits for the {@code nth} one, counted from 1. */
    Frame.Open offer(String upstreamModel, int nth) {
        List<Frame.Open> offers = new ArrayList<>();
        Await.until(
                () -> "offer " + nth + " for " + upstreamModel + ", of " + held,
                () -> {
                    offers.clear();
                    held.stream()
                            .filter(open -> open.upstreamModel().equals(upstreamModel))
                            .forEach(offers::add);
                    return offers.size() >= nth;
                },
                Duration.ofSeconds(5));
        return offers.get(nth - 1);
    }

    void data(Frame.Open open, int sequence, String text) {
        send(open, new Frame.Data(open.stream(), sequence, Buffer.buffer(text), Usage.estimate(1, 1)));
    }

    void dropped(Frame.Open open, String... parameters) {
        send(open, new Frame.Head(open.stream(), 0, List.of(parameters)));
    }

    void end(Frame.Open open, int sequence) {
        send(open, new Frame.End(open.stream(), sequence, Buffer.buffer(), Usage.reported(10, 10)));
    }

    void fail(Frame.Open open, int sequence, Failure why) {
        send(open, new Frame.Fail(open.stream(), sequence, why, null));
    }

    void answer(Frame.Open open) {
        send(open, new Frame.Data(open.stream(), 0, Buffer.buffer(CONTENT), Usage.estimate(1, 1)));
        send(open, new Frame.End(open.stream(), 1, Buffer.buffer(), Usage.reported(1, 1)));
    }

    private void receive(Frame frame) {
        if (frame instanceof Frame.Bundle bundle) {
            bundle.frames().forEach(this::receive);
        } else if (frame instanceof Frame.Open open) {
            if (open.upstreamModel().equals("refused")) {
                send(open, new Frame.Refused(open.stream(), Frame.Refused.Reason.DRAINING));
                return;
            }
            send(open, new Frame.Accepted(open.stream()));
            if (open.upstreamModel().startsWith("held")) {
                held.add(open);
            } else if (open.upstreamModel().equals("failing")) {
                send(open, new Frame.Fail(open.stream(), 0, failure, null));
            } else {
                answer(open);
            }
        } else if (frame instanceof Frame.Cancel cancel) {
            cancelled.put(cancel.stream(), cancel.reason());
        }
    }

    private void send(Frame.Open open, Frame frame) {
        FrameCodec.send(vertx.eventBus(), open.replyTo(), frame);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
