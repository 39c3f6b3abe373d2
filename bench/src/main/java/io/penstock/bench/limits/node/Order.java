package io.penstock.bench.limits.node;

import io.penstock.shared.limit.LimitKind;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Something that a node is told to do. Runs there, on the thread that reads orders.
 *
 * @param <T> its answer, which is serializable
 */
public interface Order<T> extends Serializable {

    T runOn(BenchNode node) throws Exception;

    /** Waits until so many members share the partitions; answers with the node's own member. */
    record Join(int members) implements Order<UUID> {
        @Override
        public UUID runOn(BenchNode node) throws InterruptedException {
            return node.awaitMembers(members);
        }
    }

    /** Which member keeps each of these subjects. */
    record Owners(List<String> subjectIds) implements Order<List<UUID>> {
        @Override
        public List<UUID> runOn(BenchNode node) {
            return subjectIds.stream().map(node::ownerOf).toList();
        }
    }

    /** Makes a load known under a name. */
    record Prepare(String name, Load load) implements Order<Boolean> {
        @Override
        public Boolean runOn(BenchNode node) {
            return node.prepare(name, load);
        }
    }

    /** Gives a load's subjects a past: every one of so many, from this one on. */
    record Seed(String load, Past past, int first, int every) implements Order<Boolean> {
        @Override
        public Boolean runOn(BenchNode node) {
            return node.seed(load, past, first, every);
        }
    }

    /** So many clients, each of which asks again as soon as it is answered, for so long. */
    record RunFor(String load, int clients, long millis) implements Order<Tally> {
        @Override
        public Tally runOn(BenchNode node) throws InterruptedException {
            return node.clients(load).runFor(clients, millis);
        }
    }

    /** So many clients, each of which asks so often, one after the other. */
    record RunTimes(String load, int clients, int times) implements Order<Tally> {
        @Override
        public Tally runOn(BenchNode node) throws InterruptedException {
            return node.clients(load).runTimes(clients, times);
        }
    }

    /** What counts now against the limits of a load's subjects, by their ids. */
    record Used(String load) implements Order<Map<String, Map<LimitKind, Long>>> {
        @Override
        public Map<String, Map<LimitKind, Long>> runOn(BenchNode node) {
            return node.used(load);
        }
    }

    /** What the process has used so far. */
    record ReadUsage() implements Order<Usage> {
        @Override
        public Usage runOn(BenchNode node) {
            return node.usage();
        }
    }

    /** Bytes of the heap that are in use after collections. */
    record HeapBytes() implements Order<Long> {
        @Override
        public Long runOn(BenchNode node) throws InterruptedException {
            return Footprints.heapBytes();
        }
    }

    /** Serialized size of the counters of the first subject of a load. */
    record StateBytes(String load) implements Order<Integer> {
        @Override
        public Integer runOn(BenchNode node) throws java.io.IOException {
            return Footprints.stateBytes(node.state(load));
        }
    }

    /** Forgets all counters of the cluster. */
    record Clear() implements Order<Boolean> {
        @Override
        public Boolean runOn(BenchNode node) {
            return node.clear();
        }
    }
}
