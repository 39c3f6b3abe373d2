package io.penstock.gateway.exchange;

import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.WorkerRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks a worker: of a node that does not leave the target alone, on the preferred node if there is one, else the less loaded of two random live ones (two
 * choices keep the load even without all gateways running to the same idle worker on old news).
 * Event loop only.
 */
final class WorkerPicker {

    private final BeatBoard board;
    private final String node;
    private final RandomGenerator random;
    /** This gateway's own attempts by worker address; beats are a second old. */
    private final Map<String, Integer> own = new HashMap<>();

    WorkerPicker(BeatBoard board, String node, RandomGenerator random) {
        this.board = board;
        this.node = node;
        this.random = random;
    }

    /**
     * @param target whose circuit must not be open on the worker's node, unless it is on all
     * @param preferred the node to look at first; null for this one
     * @param refusedBy addresses and nodes not to pick again
     */
    @Nullable
    WorkerRef pick(String provider, String target, @Nullable String preferred, Set<String> refusedBy) {
        String near = preferred == null ? node : preferred;
        long now = System.nanoTime();
        List<WorkerRef> nearby = new ArrayList<>();
        List<WorkerRef> remote = new ArrayList<>();
        List<WorkerRef> resting = new ArrayList<>();
        for (WorkerRef worker : board.workers(provider)) {
            if (refusedBy.contains(worker.address()) || refusedBy.contains(worker.node())) {
                continue;
            }
            boolean open = board.isOpen(target, worker.node(), now);
            (open ? resting : worker.node().equals(near) ? nearby : remote).add(worker);
        }
        List<WorkerRef> from = !nearby.isEmpty() ? nearby : !remote.isEmpty() ? remote : resting;
        if (from.isEmpty()) {
            return null;
        }
        WorkerRef one = from.get(random.nextInt(from.size()));
        WorkerRef other = from.get(random.nextInt(from.size()));
        return load(one) <= load(other) ? one : other;
    }

    void opened(WorkerRef worker) {
        own.merge(worker.address(), 1, Integer::sum);
    }

    void closed(WorkerRef worker) {
        own.computeIfPresent(worker.address(), (address, count) -> count == 1 ? null : count - 1);
    }

    private int load(WorkerRef worker) {
        return worker.inFlight() + own.getOrDefault(worker.address(), 0);
    }
}
