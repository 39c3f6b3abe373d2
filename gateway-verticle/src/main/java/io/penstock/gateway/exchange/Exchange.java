package io.penstock.gateway.exchange;

import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.WorkerRef;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.Outbox;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All attempts of one gateway verticle, told apart by their stream ids on its one address. Event loop only. */
public final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    /** A live worker answers within half a second; after this it is taken for dead or hopelessly busy. */
    private static final long OPEN_TIMEOUT_MILLIS = 2000;

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final TimerWheel timers;
    private final Outbox outbox;
    private final String node;
    private final String address;
    private final BeatBoard board;
    private final WorkerPicker picker;
    private final Function<String, ApiError> noWorker;
    private final Map<Long, Attempt> attempts = new HashMap<>();
    /** The upper half is random for each gateway instance and start: ids are unique in the cluster. */
    private long nextId = ThreadLocalRandom.current().nextLong() & ~0xffff_ffffL;

    /**
     * @param instance of this gateway verticle on its node, from 0
     * @param noWorker why nobody serves a provider
     */
    public Exchange(
            Vertx vertx,
            String node,
            int instance,
            BeatBoard board,
            OwnLoop ownLoop,
            Function<String, ApiError> noWorker) {
        this.vertx = vertx;
        this.timers = new TimerWheel(vertx);
        this.outbox = new Outbox(vertx, node);
        this.node = node;
        this.address = Addresses.gateway(node, instance);
        this.board = board;
        this.noWorker = noWorker;
        this.picker = new WorkerPicker(board, node, ownLoop, ThreadLocalRandom.current());
    }

    /** Call on the verticle's context; complete when answers can arrive. */
    public Future<Void> start() {
        Context home = vertx.getOrCreateContext();
        board.onNodeLost(lost -> home.runOnContext(v -> nodeLost(lost)));
        MessageConsumer<Frame> frames = vertx.eventBus().consumer(address);
        frames.handler(message -> receive(message.body()));
        return frames.completion();
    }

    /** Starts an attempt. The listener is never called before this returns. */
    public Attempt open(AttemptRequest request, AttemptListener listener) {
        Attempt attempt = new Attempt(this, nextId++, request, listener);
        attempts.put(attempt.id(), attempt);
        vertx.runOnContext(v -> attempt.offer());
        return attempt;
    }

    /** Call about once a second: looks after streams that have gone silent. */
    public void tick(long now) {
        List.copyOf(attempts.values()).forEach(attempt -> attempt.probe(now, PROBE_NANOS));
    }

    private void receive(Frame frame) {
        if (frame instanceof Frame.Bundle bundle) {
            bundle.frames().forEach(this::receive);
            return;
        }
        Attempt attempt = attempts.get(frame.stream());
        if (attempt != null) {
            attempt.receive(frame);
        } else if (frame instanceof Frame.Unreadable unreadable) {
            LOG.atWarn()
                    .setMessage("unreadable frame")
                    .addKeyValue("why", unreadable.why())
                    .log();
        }
        // Else it crossed our CANCEL on the way.
    }

    private void nodeLost(String lost) {
        List.copyOf(attempts.values()).forEach(attempt -> attempt.nodeLost(lost));
    }

    /** @param silent what to do where an offer has no answer within {@value #OPEN_TIMEOUT_MILLIS} ms, unless it is cancelled */
    TimerWheel.Timer awaitReply(Runnable silent) {
        return timers.set(OPEN_TIMEOUT_MILLIS, silent);
    }

    /** @param notThere may be called before this returns */
    void offer(WorkerRef worker, Frame.Open open, Runnable notThere) {
        outbox.offer(worker.node(), worker.address(), open, notThere);
    }

    @Nullable
    WorkerRef pick(AttemptRequest request, Set<String> refusedBy) {
        return picker.pick(request.provider(), request.target(), request.node(), refusedBy);
    }

    ApiError noWorker(String provider) {
        return noWorker.apply(provider);
    }

    void opened(WorkerRef worker) {
        picker.opened(worker);
    }

    void closed(WorkerRef worker) {
        picker.closed(worker);
    }

    void forget(Attempt attempt) {
        attempts.remove(attempt.id());
    }

    void send(WorkerRef worker, Frame frame) {
        outbox.send(worker.node(), worker.address(), frame);
    }

    String address() {
        return address;
    }

    String node() {
        return node;
    }
}
