package io.penstock.gateway.routing.targets;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.TargetLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What this node's gateway has on its targets and knows of them, from its own attempts and from the beats
 * of the other nodes. One per node; thread-safe.
 *
 * <p>Clients can name any model of a provider. Of targets that are not configured only the attempts in
 * flight are known, so that made-up names leave nothing behind.
 */
public final class TargetStats {

    /** In one beat, of targets that are not configured. */
    private static final int MOST_OTHERS_TOLD = 100;

    private final String node;
    private final BeatBoard board;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    /** Of the configured targets. */
    private volatile Map<String, Pace> paces = Map.of();

    /** A whole answer takes longer than a first token: the two are never compared. */
    private record Pace(FirstTokens streams, FirstTokens plain) {

        Pace() {
            this(new FirstTokens(), new FirstTokens());
        }

        FirstTokens of(boolean stream) {
            return stream ? streams : plain;
        }
    }

    /** @param node this node's name, whose own beats are left out */
    public TargetStats(String node, BeatBoard board) {
        this.node = node;
        this.board = board;
    }

    /** These targets are configured now. What is known of those that were before stays. */
    public synchronized void configure(Stream<Target> targets) {
        Map<String, Pace> configured = new HashMap<>();
        targets.forEach(target -> configured.computeIfAbsent(target.id(), id -> {
            Pace known = paces.get(id);
            return known == null ? new Pace() : known;
        }));
        paces = configured;
    }

    /** An attempt begins. */
    public void opened(Target target) {
        AtomicInteger count = inFlight.get(target.id());
        if (count != null && isConfigured(target)) {
            count.incrementAndGet(); // It stays.
            return;
        }
        var unused = inFlight.compute(target.id(), (id, known) -> {
            AtomicInteger counted = known == null ? new AtomicInteger() : known;
            counted.incrementAndGet();
            return counted;
        });
    }

    /** An attempt is over; once for each that was opened. */
    public void closed(Target target) {
        AtomicInteger count = inFlight.get(target.id());
        if (count != null && count.decrementAndGet() == 0 && !isConfigured(target)) {
            var unused = inFlight.computeIfPresent(target.id(), (id, known) -> known.get() == 0 ? null : known);
        }
    }

    private boolean isConfigured(Target target) {
        return paces.containsKey(target.id());
    }

    /** An attempt brought its first content. */
    public void content(Target target, boolean stream, long tookMillis) {
        Pace pace = paces.get(target.id());
        if (pace != null) {
            pace.of(stream).came(tookMillis, System.nanoTime());
        }
    }

    /** An attempt failed before any, for a reason that lies with the target. */
    public void failed(Target target, boolean stream) {
        outrun(target, stream, target.timeouts().firstToken().toMillis());
    }

    /** An attempt was cancelled after so long without content, since another one was quicker. */
    public void outrun(Target target, boolean stream, long afterMillis) {
        Pace pace = paces.get(target.id());
        if (pace != null) {
            pace.of(stream).missed(afterMillis, System.nanoTime());
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

    private int ownInFlight(Target target) {
        AtomicInteger count = inFlight.get(target.id());
        return count == null ? 0 : count.get();
    }

    /**
     * The recent average time to first content in milliseconds: this gateway's own, else that of the gateways
     * which know one; -1 where none does.
     */
    public long firstTokenMillis(Target target, boolean stream) {
        Pace pace = paces.get(target.id());
        long own = pace == null ? -1 : pace.of(stream).average(System.nanoTime());
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
        Pace pace = paces.get(target.id());
        return pace == null ? -1 : pace.of(stream).percentile(percent);
    }

    /** How long the target will be left alone, in milliseconds; 0 where it is not. */
    public long restMillis(Target target) {
        return board.restMillis(target.provider(), target.id(), System.nanoTime());
    }

    /** For the next beat: of all configured targets that there is something to tell of, and of some others. */
    public Map<String, TargetLoad> loads() {
        long now = System.nanoTime();
        Map<String, TargetLoad> loads = new HashMap<>();
        paces.forEach((id, pace) -> {
            AtomicInteger running = inFlight.get(id);
            long firstToken = pace.streams().average(now);
            int attempts = running == null ? 0 : running.get();
            if (attempts > 0 || firstToken >= 0) {
                loads.put(id, new TargetLoad(attempts, firstToken));
            }
        });
        inFlight.entrySet().stream()
                .filter(each -> !paces.containsKey(each.getKey()))
                .limit(MOST_OTHERS_TOLD)
                .forEach(each ->
                        loads.put(each.getKey(), new TargetLoad(each.getValue().get(), -1)));
        return loads;
    }
}
