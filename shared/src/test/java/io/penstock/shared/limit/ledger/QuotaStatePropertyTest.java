package io.penstock.shared.limit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Units;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Nodes that ask and settle at random, over calls that are lost, repeated and late, owners that die
 * with and without the last call, clocks that step, and members that leave and come back; against a
 * log of what the nodes were told.
 */
class QuotaStatePropertyTest {

    private static final int RUNS = 150;
    private static final int STEPS = 600;
    private static final long MINUTE = 60_000;

    @Test
    void neverExceedsALimitAndLosesNothing() {
        for (int seed = 0; seed < RUNS; seed++) {
            new Run(seed).go();
        }
    }

    /** A request that a node was told is granted. */
    private static final class Request {
        final Node node;
        final long bookedAt;
        final long reserved;
        long tokens;
        boolean running = true;

        Request(Node node, long bookedAt, long reserved) {
            this.node = node;
            this.bookedAt = bookedAt;
            this.reserved = reserved;
            this.tokens = reserved;
        }
    }

    /** One life of one member's calling side: one call at a time, as SubjectQueue does it. */
    private static final class Node {
        UUID caller = UUID.randomUUID();
        UUID member = UUID.randomUUID();
        long sequence;
        long ordinal;
        long settled = -1;
        final List<Adjustment> adjustments = new ArrayList<>();
        final List<Call> late = new ArrayList<>();

        Call call(int held, List<Ask> asks) {
            sequence++;
            return new Call(
                    caller, sequence, settled < 0 ? sequence - 1 : settled, held, List.copyOf(adjustments), asks);
        }
    }

    private static final class Run {
        private final Random random;
        private final String name;
        private final Limits limits;
        private final List<Node> nodes = List.of(new Node(), new Node(), new Node());
        private final Set<UUID> present = new HashSet<>();
        private final List<Request> requests = new ArrayList<>();
        private final long[] offsets = {0, 0, 0};
        private QuotaState state = QuotaState.EMPTY;
        private long time = 1_700_000_000_000L;
        private int owner;

        Run(int seed) {
            random = new Random(seed);
            name = "seed " + seed;
            limits = new Limits(1 + random.nextInt(40), 50 + random.nextInt(400), 3_000, 30_000, 1 + random.nextInt(6));
            nodes.forEach(node -> present.add(node.member));
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                moveClocks();
                Node node = nodes.get(random.nextInt(nodes.size()));
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> end(node);
                    case 3 -> changeOwner();
                    case 4 -> deliverLate(node);
                    case 5 -> leaveAndComeBack(node);
                    default -> ask(node);
                }
                check();
            }
            settleDown();
        }

        private long clock() {
            return time + offsets[owner];
        }

        private void moveClocks() {
            time += random.nextInt(2_500);
            if (random.nextInt(25) == 0) {
                offsets[random.nextInt(3)] += random.nextInt(20_000) - 10_000;
            }
        }

        private void changeOwner() {
            owner = random.nextInt(3);
        }

        private void ask(Node node) {
            List<Ask> asks = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                asks.add(new Ask(limits, new Demand(random.nextInt(60)), 1 + random.nextInt(2)));
            }
            send(node, asks);
        }

        private void end(Node node) {
            for (Request request : requests) {
                if (request.running && request.node == node && random.nextInt(3) == 0) {
                    request.running = false;
                    request.tokens = random.nextInt((int) request.reserved + 1);
                    Units less = Units.ofTokens(limits, request.tokens - request.reserved);
                    node.adjustments.add(new Adjustment(++node.ordinal, request.bookedAt, less));
                }
            }
            send(node, List.of());
        }

        /** Runs on the owner, or not, or twice, or later; is answered, or not. */
        private void send(Node node, List<Ask> asks) {
            Call call = node.call(held(node), asks);
            switch (random.nextInt(8)) {
                case 0 -> lost(node, call);
                case 1 -> {
                    Outcome unheard = apply(node, call);
                    assertTrue(unheard.verdicts().size() == asks.size());
                    lost(node, call);
                }
                case 2 -> {
                    // The owner died before its backups had it; the next owner gets it again.
                    QuotaState before = state;
                    Outcome unheard = apply(node, call);
                    assertTrue(unheard.verdicts().size() == asks.size());
                    state = before;
                    changeOwner();
                    heard(node, call, apply(node, call));
                }
                case 3 -> {
                    // The owner died after its backups had it.
                    Outcome first = apply(node, call);
                    boolean kept = state.receipts().stream()
                            .anyMatch(receipt ->
                                    receipt.caller().equals(node.caller) && receipt.sequence() == call.sequence());
                    changeOwner();
                    Outcome again = apply(node, call);
                    if (kept) {
                        assertEquals(granted(first), granted(again), name);
                    }
                    heard(node, call, again);
                }
                default -> heard(node, call, apply(node, call));
            }
        }

        private void lost(Node node, Call call) {
            if (node.settled < 0) {
                node.settled = call.sequence() - 1;
            }
            node.late.add(call);
        }

        private void heard(Node node, Call call, Outcome outcome) {
            node.settled = -1;
            node.adjustments.removeAll(call.adjustments());
            for (int i = 0; i < call.asks().size(); i++) {
                for (int n = outcome.verdicts().get(i).granted(); n > 0; n--) {
                    requests.add(new Request(
                            node,
                            outcome.bookedAt(),
                            call.asks().get(i).demand().tokens()));
                }
            }
        }

        /** Given up calls that come after a later one has been answered must do nothing. */
        private void deliverLate(Node node) {
            if (node.settled < 0 && !node.late.isEmpty()) {
                QuotaState before = state;
                for (Call call : node.late) {
                    Outcome refused = apply(node, call);
                    assertEquals(
                            0,
                            granted(refused).stream().mapToInt(count -> count).sum(),
                            name);
                }
                assertEquals(before, state, name);
                node.late.clear();
            }
        }

        /** Cut off and back, as another member: its permits are free meanwhile, and then its own again. */
        private void leaveAndComeBack(Node node) {
            present.remove(node.member);
            node.member = UUID.randomUUID();
            present.add(node.member);
            Call call = node.call(held(node), List.of());
            heard(node, call, apply(node, call));
        }

        private Outcome apply(Node node, Call call) {
            QuotaState.Step step = state.apply(call, new Moment(clock(), node.member, present));
            state = step.state();
            return step.outcome();
        }

        private static List<Integer> granted(Outcome outcome) {
            return outcome.verdicts().stream().map(verdict -> verdict.granted()).toList();
        }

        private int held(Node node) {
            return (int) requests.stream()
                    .filter(request -> request.node == node && request.running)
                    .count();
        }

        private void check() {
            long running = requests.stream().filter(request -> request.running).count();
            assertTrue(running <= limits.concurrentRequests(), name + ": " + running + " run");
            for (Request last : requests) {
                long count = 0;
                long tokens = 0;
                for (Request request : requests) {
                    if (request.bookedAt <= last.bookedAt && request.bookedAt > last.bookedAt - MINUTE) {
                        count++;
                        tokens += request.tokens;
                    }
                }
                assertTrue(count <= limits.requestsPerMinute(), name + ": " + count + " requests in a minute");
                assertTrue(tokens <= limits.tokensPerMinute(), name + ": " + tokens + " tokens in a minute");
            }
            requests.removeIf(request -> !request.running && request.bookedAt < clock() - 10 * MINUTE);
        }

        /** Once every node was heard, the counters have exactly what the nodes were told. */
        private void settleDown() {
            for (Node node : nodes) {
                Call call = node.call(held(node), List.of());
                heard(node, call, apply(node, call));
            }
            Node node = nodes.get(0);
            Call probe = node.call(held(node), List.of(new Ask(limits, Demand.ONE_REQUEST, 0)));
            Outcome outcome = apply(node, probe);
            long now = outcome.bookedAt();
            long oldest = (Math.floorDiv(now, 1000) - 60) * 1000;
            List<Request> counted = requests.stream()
                    .filter(request -> request.bookedAt >= oldest)
                    .toList();
            outcome.verdicts().get(0).readings().forEach(reading -> {
                if (reading.kind() == LimitKind.REQUESTS_PER_MINUTE) {
                    assertEquals(counted.size(), reading.used(), name);
                } else if (reading.kind() == LimitKind.TOKENS_PER_MINUTE) {
                    assertEquals(
                            counted.stream()
                                    .mapToLong(request -> request.tokens)
                                    .sum(),
                            reading.used(),
                            name);
                } else if (reading.kind() == LimitKind.CONCURRENT_REQUESTS) {
                    assertEquals(
                            requests.stream().filter(request -> request.running).count(), reading.used(), name);
                }
            });
        }
    }
}
