package io.penstock.shared.beat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What this node knows of all nodes, itself included, from their beats. Written by the heart's
 * event loop and by membership events, read by any thread.
 */
public final class BeatBoard {

    /** A node that was silent for so long is dead. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final String self;
    private final Map<String, Seen> nodes = new HashMap<>();
    private final List<Consumer<String>> lossHandlers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Beat>> beatHandlers = new CopyOnWriteArrayList<>();
    /** By target: the nodes that leave it alone, and until when ({@link System#nanoTime}). */
    private volatile Map<String, Map<String, Long>> open = Map.of();

    private volatile Map<String, List<WorkerRef>> workers = Map.of();
    private volatile List<Beat> beats = List.of();

    private record Seen(Beat beat, long nanos, Map<String, WorkerRef[]> refs) {}

    /** @param self the name of this node */
    public BeatBoard(String self) {
        this.self = self;
    }

    /**
     * Called with the name of each node that is gone, on whatever thread noticed; hop to your own.
     *
     * @return takes the handler away again; who lives as long as the node need not
     */
    @CanIgnoreReturnValue
    public Runnable onNodeLost(Consumer<String> handler) {
        // Removed by identity: the same handler may be there twice.
        Consumer<String> own = handler::accept;
        lossHandlers.add(own);
        return () -> lossHandlers.remove(own);
    }

    String self() {
        return self;
    }

    /** Called with each beat of a live node, this one included, on whatever thread took it in. */
    public void onBeat(Consumer<Beat> handler) {
        beatHandlers.add(handler);
    }

    /** Whether that node leaves the target ({@code provider/model}) alone now. Once it may be probed it does not. */
    public boolean isOpen(String target, String node, long nanos) {
        Map<String, Long> nodes = open.get(target);
        Long until = nodes == null ? null : nodes.get(node);
        return until != null && nanos - until < 0;
    }

    /**
     * How long a target will be left alone, in milliseconds: until the first of the nodes that serve it would
     * take a request for it; 0 where one does now, or none is known.
     */
    public long restMillis(String provider, String target, long nanos) {
        Map<String, Long> nodes = open.get(target);
        if (nodes == null) {
            return 0;
        }
        long soonest = Long.MAX_VALUE;
        for (WorkerRef worker : workers(provider)) {
            Long until = nodes.get(worker.node());
            soonest = Math.min(soonest, until == null ? 0 : Math.max(0, until - nanos));
        }
        return soonest == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(soonest + 999_999);
    }

    /**
     * Live worker instances of a provider that take new streams; never null, never changed in place. This
     * node's own are among them even while it drains: its gateway's last requests may need another attempt.
     */
    public List<WorkerRef> workers(String provider) {
        return workers.getOrDefault(provider, List.of());
    }

    /** The last beat of each live node, by name. */
    public List<Beat> nodes() {
        return beats;
    }

    /** Takes in a beat. {@code now} is {@link System#nanoTime}. */
    public void saw(Beat beat, long now) {
        if (beat.leaving()) {
            lost(beat.node());
        } else {
            if (put(beat, now)) {
                tellLost(beat.node());
            }
            beatHandlers.forEach(handler -> handler.accept(beat));
        }
    }

    /** Returns whether this is a new incarnation of a node that was known. */
    private synchronized boolean put(Beat beat, long now) {
        Seen before = nodes.get(beat.node());
        boolean known = before != null && before.beat().incarnation() == beat.incarnation();
        if (before != null && known && sameWorkers(before.beat(), beat)) {
            nodes.put(beat.node(), new Seen(beat, now, before.refs()));
            updateLoads(beat, before.refs());
            publish(before.beat().draining() != beat.draining());
        } else {
            Map<String, WorkerRef[]> refs = refs(beat);
            nodes.put(beat.node(), new Seen(beat, now, refs));
            updateLoads(beat, refs);
            publish(true);
        }
        return before != null && !known;
    }

    /** Forgets the nodes that were silent for too long. */
    public void sweep(long now) {
        List<String> silent = new ArrayList<>();
        synchronized (this) {
            nodes.forEach((node, seen) -> {
                if (now - seen.nanos() > SILENCE_NANOS) {
                    silent.add(node);
                }
            });
        }
        silent.forEach(this::lost);
    }

    /** Counts silence from now on: this node itself was not listening. */
    public synchronized void forgive(long now) {
        nodes.replaceAll((node, seen) -> new Seen(seen.beat(), now, seen.refs()));
    }

    /** The node is known to be gone, from the cluster's membership or its own word. */
    public void lost(String node) {
        synchronized (this) {
            if (nodes.remove(node) == null) {
                return;
            }
            publish(true);
        }
        tellLost(node);
    }

    private void tellLost(String node) {
        lossHandlers.forEach(handler -> handler.accept(node));
    }

    private static boolean sameWorkers(Beat a, Beat b) {
        return instances(a).equals(instances(b));
    }

    private static Map<String, Integer> instances(Beat beat) {
        Map<String, Integer> counts = new HashMap<>();
        beat.inFlight().forEach((provider, inFlight) -> counts.put(provider, inFlight.length));
        return counts;
    }

    private static Map<String, WorkerRef[]> refs(Beat beat) {
        Map<String, WorkerRef[]> refs = new HashMap<>();
        beat.inFlight().forEach((provider, instances) -> {
            WorkerRef[] of = new WorkerRef[instances.length];
            for (int n = 0; n < of.length; n++) {
                of[n] = new WorkerRef(provider, beat.node(), n);
            }
            refs.put(provider, of);
        });
        return refs;
    }

    private static void updateLoads(Beat beat, Map<String, WorkerRef[]> refs) {
        beat.inFlight().forEach((provider, instances) -> {
            WorkerRef[] of = refs.get(provider);
            for (int n = 0; of != null && n < of.length; n++) {
                of[n].inFlight(instances[n]);
            }
        });
    }

    private Map<String, Map<String, Long>> open() {
        Map<String, Map<String, Long>> targets = new HashMap<>();
        nodes.forEach(
                (node, seen) -> seen.beat().health().circuits().forEach((target, circuit) -> targets.computeIfAbsent(
                                target, t -> new HashMap<>())
                        .put(node, seen.nanos() + TimeUnit.MILLISECONDS.toNanos(circuit.millis()))));
        return targets;
    }

    private void publish(boolean workersChanged) {
        Collection<Seen> all = nodes.values();
        beats = new TreeMap<>(nodes).values().stream().map(Seen::beat).toList();
        open = open();
        if (!workersChanged) {
            return;
        }
        Map<String, List<WorkerRef>> byProvider = new HashMap<>();
        for (Seen seen : all) {
            if (!seen.beat().draining() || seen.beat().node().equals(self)) {
                seen.refs().forEach((provider, refs) -> byProvider
                        .computeIfAbsent(provider, p -> new ArrayList<>())
                        .addAll(List.of(refs)));
            }
        }
        workers = byProvider;
    }
}
