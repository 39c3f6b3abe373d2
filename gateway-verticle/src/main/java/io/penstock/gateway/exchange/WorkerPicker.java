package io.penstock.gateway.exchange;

import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.WorkerRef;
import io.penstock.shared.bus.OwnLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks a worker of a node that does not leave the target alone: on the preferred node if there is one, else on any;
 * there the less loaded of two random live ones (two choices keep the load even without all gateways running to the
 * same idle worker on old news), but the one on the gateway's own event loop unless it has clearly more to do.
 * Event loop only.
 */
final class WorkerPicker {

    /** How many more calls a worker on the own loop may have: so much is another thread's wake-up worth. */
    private static final int OWN_LOOP_LEAD = 8;

    private static final int NEAR = 0;
    private static final int FAR = 1;
    private static final int RESTING = 2;

    private final BeatBoard board;
    private final String node;
    private final OwnLoop ownLoop;
    private final RandomGenerator random;
    /** This gateway's own attempts by worker address; beats are a second old. */
    private final Map<String, Integer> own = new HashMap<>();

    WorkerPicker(BeatBoard board, String node, OwnLoop ownLoop, RandomGenerator random) {
        this.board = board;
        this.node = node;
        this.ownLoop = ownLoop;
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
        int best = RESTING;
        int found = 0;
        WorkerRef one = null;
        WorkerRef other = null;
        WorkerRef here = null;
        for (WorkerRef worker : board.workers(provider)) {
            if (refusedBy.contains(worker.address()) || refusedBy.contains(worker.node())) {
                continue;
            }
            int rank = board.isOpen(target, worker.node(), now)
                    ? RESTING
                    : worker.node().equals(near) ? NEAR : FAR;
            if (rank < best) {
                best = rank;
                found = 0;
            }
            if (rank == best) {
                // Each of those found so far is as likely to be the one, and the other, as any.
                found++;
                one = random.nextInt(found) == 0 ? worker : one;
                other = random.nextInt(found) == 0 ? worker : other;
                here = rank == NEAR && ownLoop.has(worker.address()) ? worker : here;
            }
        }
        if (one == null || other == null) {
            return null;
        }
        WorkerRef lessLoaded = load(one) <= load(other) ? one : other;
        return here != null && load(here) <= load(lessLoaded) + OWN_LOOP_LEAD ? here : lessLoaded;
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
