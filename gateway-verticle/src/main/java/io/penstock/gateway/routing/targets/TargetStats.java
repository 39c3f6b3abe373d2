package io.penstock.gateway.routing.targets;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.TargetLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this node's gateway has on its targets and knows of them, from its own attempts and from the beats
 * of the other nodes. One per node; thread-safe.
 */
public final class TargetStats {

    private final String node;
    private final BeatBoard board;
    private final Map<String, Stats> targets = new ConcurrentHashMap<>();

    private static final class Stats {
        final AtomicInteger inFlight = new AtomicInteger();
        /** A whole answer takes longer than a first token: the two are never compared. */
        final FirstTokens streams = new FirstTokens();

        final FirstTokens plain = new FirstTokens();

        FirstTokens of(boolean stream) {
            return stream ? streams : plain;
        }

        boolean isIdle(long now) {
            return inFlight.get() == 0 && streams.average(now) < 0 && plain.average(now) < 0;
        }
    }

    /** @param node this node's name, whose own beats are left out */
    public TargetStats(String node, BeatBoard board) {
        this.node = node;
        this.board = board;
    }

    /** An attempt begins. */
    public void opened(Target target) {
        var unused = targets.compute(target.id(), (id, known) -> {
            Stats stats = known == null ? new Stats() : known;
            stats.inFlight.incrementAndGet();
            return stats;
        });
    }

    /** An attempt is over; once for each that was opened. */
    public void closed(Target target) {
        Stats stats = targets.get(target.id());
        if (stats != null) {
            stats.inFlight.decrementAndGet();
        }
    }

    /** An attempt that is open brought its first content. */
    public void content(Target target, boolean stream, long tookMillis) {
        Stats stats = targets.get(target.id());
        if (stats != null) {
            stats.of(stream).came(tookMillis, System.nanoTime());
        }
    }

    /** An attempt that is open failed before any, for a reason that lies with the target. */
    public void failed(Target target, boolean stream) {
        Stats stats = targets.get(target.id());
        if (stats != null) {
            stats.of(stream).missed(target.timeouts().firstToken().toMillis(), System.nanoTime());
        }
    }

    /** An attempt that is open was cancelled after so long without content, since another one was quicker. */
    public void outrun(Target target, boolean stream, long afterMillis) {
        Stats stats = targets.get(target.id());
        if (stats != null) {
            stats.of(stream).missed(afterMillis, System.nanoTime());
        }
    }

    /** Attempts now running on the target, those of other gateways as of their last beats. */
    public int inFlight(Target target) {
        int sum = ownInFlight(target);
        for (Beat beat : board.nodes()) {
            TargetLoad load = beat.loads().get(target.id());
            if (load != null && !beat.node().equals(node)) {
                sum += load.inFlight();
            }
        }
        return sum;
    }

    int ownInFlight(Target target) {
        Stats stats = targets.get(target.id());
        return stats == null ? 0 : stats.inFlight.get();
    }

    /**
     * The recent average time to first content in milliseconds: this gateway's own, else that of the gateways
     * which know one; -1 where none does.
     */
    public long firstTokenMillis(Target target, boolean stream) {
        Stats stats = targets.get(target.id());
        long own = stats == null ? -1 : stats.of(stream).average(System.nanoTime());
        return own >= 0 || !stream ? own : firstTokenElsewhere(target);
    }

    private long firstTokenElsewhere(Target target) {
        long sum = 0;
        int known = 0;
        for (Beat beat : board.nodes()) {
            TargetLoad load = beat.loads().get(target.id());
            if (load != null && load.firstTokenMillis() >= 0 && !beat.node().equals(node)) {
                sum += load.firstTokenMillis();
                known++;
            }
        }
        return known == 0 ? -1 : sum / known;
    }

    /** Of the latest times to first content in milliseconds; -1 while too few are known. */
    public long firstTokenPercentile(Target target, boolean stream, int percent) {
        Stats stats = targets.get(target.id());
        return stats == null ? -1 : stats.of(stream).percentile(percent);
    }

    /** How long the target will be left alone, in milliseconds; 0 where it is not. */
    public long restMillis(Target target) {
        return board.restMillis(target.provider(), target.id(), System.nanoTime());
    }

    /** For the next beat. Forgets targets of which nothing is known any more: clients may name any model. */
    public Map<String, TargetLoad> loads() {
        long now = System.nanoTime();
        Map<String, TargetLoad> loads = new HashMap<>();
        for (String id : targets.keySet()) {
            Stats left = targets.computeIfPresent(id, (key, stats) -> stats.isIdle(now) ? null : stats);
            if (left != null) {
                loads.put(id, new TargetLoad(left.inFlight.get(), left.streams.average(now)));
            }
        }
        return loads;
    }
}
