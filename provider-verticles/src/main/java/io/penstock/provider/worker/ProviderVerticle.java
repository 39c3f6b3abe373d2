package io.penstock.provider.worker;

import io.penstock.provider.health.CircuitCall;
import io.penstock.provider.health.Circuits;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.bus.Outbox;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker instance of one provider. */
final class ProviderVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderVerticle.class);
    /** Attempts one instance runs at once; one more is refused, and the gateway asks another instance. */
    private static final int MAX_STREAMS = 20_000;

    private final NodeContext node;
    private final String name;
    private final int instance;
    private final Setup first;
    private final Circuits circuits;
    private final Map<Long, WorkerStream> streams = new HashMap<>();
    private volatile int inFlight;
    private @Nullable Versions versions;
    private final TimerWheel timers;
    private final Outbox outbox;
    private Runnable forgetLosses = () -> {};
    private @Nullable Context home;
    private final List<Promise<Void>> awaitingEmpty = new ArrayList<>();

    /** @param first holds as long as {@link #serve} is not told another */
    ProviderVerticle(NodeContext node, String name, int instance, Setup first, Circuits circuits) {
        this.node = node;
        this.name = name;
        this.instance = instance;
        this.first = first;
        this.circuits = circuits;
        this.timers = new TimerWheel(node.vertx());
        this.outbox = new Outbox(node.vertx(), node.name());
    }

    @Override
    public Future<?> start() {
        Context home = context;
        this.home = home;
        versions = new Versions(vertx, name, first);
        forgetLosses = node.board().onNodeLost(lost -> home.runOnContext(v -> cancelStreamsOf(lost)));
        String address = Addresses.worker(name, node.name(), instance);
        node.ownLoop().serves(address);
        MessageConsumer<Frame> frames = vertx.eventBus().consumer(address);
        frames.handler(message -> receive(message.body()));
        return frames.completion();
    }

    @Override
    public Future<?> stop() {
        forgetLosses.run();
        node.ownLoop().servesNoMore(Addresses.worker(name, node.name(), instance));
        abortStreams("its worker is leaving");
        Versions served = versions;
        versions = null;
        return served == null ? Future.succeededFuture() : served.close();
    }

    /** New calls go this way from now on, those of the version before as they began. Any thread. */
    Future<Void> serve(Setup next, long keepMillis) {
        return onHome(promise -> {
            if (versions != null) {
                versions.serve(next, keepMillis);
            }
            promise.complete();
        });
    }

    /** The provider's. */
    String name() {
        return name;
    }

    int instance() {
        return instance;
    }

    /** Attempts running here. Any thread. */
    int inFlight() {
        return inFlight;
    }

    /** Complete once no attempt runs. Any thread. */
    Future<Void> drained() {
        return onHome(promise -> {
            awaitingEmpty.add(promise);
            tellIfDrained();
        });
    }

    /** Fails what still runs. Any thread. */
    Future<Void> abort() {
        return onHome(promise -> {
            abortStreams("its node is shutting down");
            promise.complete();
        });
    }

    private void receive(Frame frame) {
        if (frame instanceof Frame.Bundle bundle) {
            bundle.frames().forEach(this::receive);
            return;
        }
        if (frame instanceof Frame.Open open) {
            open(open);
            return;
        }
        WorkerStream stream = streams.get(frame.stream());
        if (stream != null && frame instanceof Frame.ToWorker known) {
            stream.receive(known);
        } else if (frame instanceof Frame.Credit credit) {
            // The gateway still waits for a stream that is not here: its last frames were lost on the way.
            FrameCodec.send(vertx.eventBus(), credit.from(), new Frame.Unknown(credit.stream()));
        } else if (frame instanceof Frame.Unreadable unreadable) {
            LOG.atWarn()
                    .setMessage("unreadable frame")
                    .addKeyValue("provider", name)
                    .addKeyValue("why", unreadable.why())
                    .log();
        }
    }

    private void open(Frame.Open open) {
        Frame.Refused.Reason refusal = null;
        // The gateway of this node drains first, and its last requests may still need another attempt.
        if (node.state().isDraining() && !open.gatewayNode().equals(node.name())) {
            refusal = Frame.Refused.Reason.DRAINING;
        } else if (streams.size() >= MAX_STREAMS || streams.containsKey(open.stream())) {
            refusal = Frame.Refused.Reason.BUSY;
        }
        if (refusal != null || versions == null) {
            refuse(open, refusal == null ? Frame.Refused.Reason.DRAINING : refusal);
            return;
        }
        Versions.Served served = versions.of(open.config());
        if (served.provider().isFull()) {
            refuse(open, Frame.Refused.Reason.BUSY);
            return;
        }
        CircuitCall circuit = served.isCurrent()
                ? circuits.admit(name, open.upstreamModel(), open.lastResort())
                : circuits.unwatched(name, open.upstreamModel());
        if (circuit == null) {
            refuse(open, Frame.Refused.Reason.TRIPPED);
            return;
        }
        served.begin();
        WorkerStream stream =
                new WorkerStream(timers, outbox, served.provider(), circuit, open, closing -> closed(closing, served));
        streams.put(open.stream(), stream);
        inFlight = streams.size();
        stream.begin();
    }

    private void refuse(Frame.Open open, Frame.Refused.Reason reason) {
        outbox.send(open.gatewayNode(), open.replyTo(), new Frame.Refused(open.stream(), reason));
    }

    private void closed(WorkerStream stream, Versions.Served served) {
        streams.remove(stream.id());
        served.end();
        inFlight = streams.size();
        tellIfDrained();
    }

    private void cancelStreamsOf(String gatewayNode) {
        List.copyOf(streams.values()).stream()
                .filter(stream -> stream.gatewayNode().equals(gatewayNode))
                .forEach(WorkerStream::cancel);
    }

    private void abortStreams(String why) {
        List.copyOf(streams.values()).forEach(stream -> stream.abort(Failure.internal(ApiErrors.workerLost(why))));
    }

    private void tellIfDrained() {
        if (streams.isEmpty()) {
            awaitingEmpty.forEach(Promise::tryComplete);
            awaitingEmpty.clear();
        }
    }

    private Future<Void> onHome(io.vertx.core.Handler<Promise<Void>> action) {
        Promise<Void> promise = Promise.promise();
        if (home == null) {
            promise.complete();
        } else {
            home.runOnContext(v -> action.handle(promise));
        }
        return promise.future();
    }
}
