package io.penstock.shared.beat;

import io.penstock.shared.bus.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says each second how this node is, and hears how the others are. One per node, on an event loop of
 * its own choosing; {@link #beatNow()} may be called from any thread.
 */
public final class Heart extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final long BEAT_MILLIS = 1000;
    private static final long SOON_MILLIS = 20;
    private static final long SWEEP_MILLIS = 250;
    /** A sweep that comes so late says that this node stood still, not that all the others died. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BeatBoard board;
    private final Supplier<Beat> self;
    private @Nullable MessageConsumer<Beat> beats;
    /** Nodes whose goodbye has just come. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean due = new AtomicBoolean();
    private long lastSweep;
    private volatile boolean gone;
    private volatile @Nullable Context home;

    /** @param self this node's state now; called on this verticle's event loop */
    public Heart(BeatBoard board, Supplier<Beat> self) {
        this.board = board;
        this.self = self;
    }

    @Override
    public Future<?> start() {
        home = context;
        lastSweep = System.nanoTime();
        board.onNodeLost(this::tellLost);
        MessageConsumer<Beat> consumer = vertx.eventBus().consumer(Addresses.BEATS);
        beats = consumer;
        consumer.handler(message -> hear(message.body()));
        return consumer.completion().onSuccess(registered -> {
            publish(true, false);
            vertx.setPeriodic(BEAT_MILLIS, timer -> beatNow());
            vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
        });
    }

    /** Tells the others that this node goes, so that they need not wait for its silence. Any thread. */
    public Future<Void> sayGoodbye() {
        gone = true;
        Future<Void> deaf = beats == null ? Future.succeededFuture() : beats.unregister();
        return deaf.transform(done -> onHome(() -> publish(false, true)));
    }

    /** Tells a change without waiting for the second to pass. Any thread. */
    public void beatNow() {
        var unused = onHome(() -> publish(false, false));
    }

    /** The same for changes that may come in a crowd: within {@link #SOON_MILLIS}, once for all of them. Any thread. */
    public void beatSoon() {
        if (due.compareAndSet(false, true)) {
            vertx.setTimer(SOON_MILLIS, timer -> {
                due.set(false);
                beatNow();
            });
        }
    }

    /** Beats are made and told on one thread: an older one never comes after a newer one. */
    private Future<Void> onHome(Runnable action) {
        Context context = home;
        if (context == null) {
            return Future.succeededFuture(); // Nothing was ever said.
        }
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            action.run();
            done.complete();
        });
        return done.future();
    }

    private void publish(boolean wantsAnswer, boolean leaving) {
        if (gone && !leaving) {
            return; // A beat after the goodbye would bring this node back to life on all the others.
        }
        Beat beat = self.get().announcing(wantsAnswer, leaving);
        if (!leaving) {
            board.saw(beat, System.nanoTime());
        }
        BeatCodec.publish(vertx.eventBus(), beat);
    }

    private void hear(Beat beat) {
        if (beat.node().isEmpty() || beat.node().equals(board.self())) {
            return;
        }
        if (beat.leaving()) {
            left.add(beat.node());
        }
        board.saw(beat, System.nanoTime());
        if (beat.wantsAnswer()) {
            beatNow();
        }
    }

    private void tellLost(String node) {
        boolean saidGoodbye = left.remove(node);
        LOG.atLevel(saidGoodbye ? Level.INFO : Level.WARN)
                .setMessage(saidGoodbye ? "node left" : "node lost")
                .addKeyValue("node", node)
                .log();
    }

    private void sweep() {
        long now = System.nanoTime();
        if (now - lastSweep > STALL_NANOS) {
            board.forgive(now);
        }
        lastSweep = now;
        board.sweep(now);
    }
}
