package io.penstock.shared.limit.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random arrivals, releases and clock steps, against a log of every booking. */
class CountersPropertyTest {

    private static final int RUNS = 60;
    private static final int STEPS = 1_500;

    private record Logged(long at, long units) {}

    @ParameterizedTest
    @EnumSource(value = LimitKind.class, names = "CONCURRENT_REQUESTS", mode = EnumSource.Mode.EXCLUDE)
    void neverExceedsAnySlidingWindowAndGrantsWhateverTheSlotsAllow(LimitKind kind) {
        for (int seed = 0; seed < RUNS; seed++) {
            new Run(kind, seed).go();
        }
    }

    private static final class Run {
        private final WindowSize size;
        private final Random random;
        private final String name;
        private final long limit;
        private final Limits limits;
        private final LimitKind kind;
        private final List<Logged> log = new ArrayList<>();
        private Counters counters = Counters.EMPTY;
        private long clock;
        private long held = Long.MIN_VALUE;

        Run(LimitKind kind, int seed) {
            this.kind = kind;
            size = WindowSize.of(kind);
            random = new Random(seed);
            name = kind + ", seed " + seed;
            limit = random.nextInt(40);
            limits = Limits.NONE.with(kind, limit);
            clock = 1_700_000_000_000L + random.nextInt(100_000);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                moveClock();
                if (random.nextInt(10) == 0) {
                    release();
                } else {
                    ask();
                }
            }
        }

        private void moveClock() {
            int slot = (int) size.slotMillis();
            switch (random.nextInt(20)) {
                case 0 -> clock -= random.nextInt(slot * 20);
                case 1 -> clock += random.nextInt(slot * 50);
                case 2 -> clock += slot - Math.floorMod(clock, slot);
                default -> clock += random.nextInt(slot);
            }
        }

        private void ask() {
            long now = Math.max(clock, held);
            Demand demand = new Demand(kind.countsTokens() ? 1 + random.nextInt(3) : 0);
            long each = demand.of(kind);
            Ask ask = new Ask(limits, demand, 1 + random.nextInt(4));
            long counted = unitsSince((Math.floorDiv(now, size.slotMillis()) - size.slots()) * size.slotMillis());
            long fitting = Math.min(ask.count(), Math.max(0, limit - counted) / each);

            Counters.Decision decision = counters.decide(ask, clock);
            assertEquals(fitting, decision.verdict().granted(), name);
            if (fitting == 0) {
                assertEquals(counters, decision.counters(), name + ": a refusal changed the counters");
            } else {
                held = now;
                log.add(new Logged(now, fitting * each));
                long inWindow = unitsSince(now - size.slots() * size.slotMillis());
                assertTrue(inWindow <= limit, name + ": " + inWindow + " over " + limit);
            }
            counters = decision.counters();
            checkReading(decision.verdict(), now);
            if (fitting < ask.count()) {
                checkRetryAfter(decision.verdict(), demand);
            }
        }

        private void checkReading(Verdict verdict, long now) {
            Reading reading = verdict.readings().get(0);
            assertEquals(kind, reading.kind());
            assertEquals(counters.isFree(clock), reading.resetMillis() == 0, name);
            assertTrue(counters.isFree(clock + reading.resetMillis()), name);
            assertTrue(reading.resetMillis() <= size.spanMillis() + now - clock, name);
        }

        private void checkRetryAfter(Verdict verdict, Demand demand) {
            Refusal refusal = new Refusal(demand);
            refusal.asked(Subject.key("a", limits), verdict);
            long wait = refusal.toAdmission().retryAfterMillis();
            Ask one = new Ask(limits, demand, 1);
            if (demand.of(kind) > limit) {
                assertEquals(Admission.Refused.NEVER, wait, name);
                return;
            }
            assertEquals(1, counters.decide(one, clock + wait).verdict().granted(), name + ": still refused");
            assertEquals(0, counters.decide(one, clock + wait - 1).verdict().granted(), name + ": waits too long");
        }

        private void release() {
            if (log.isEmpty()) {
                return;
            }
            Logged booked = log.remove(random.nextInt(log.size()));
            Units less = kind.countsTokens()
                    ? Units.ofTokens(limits, -booked.units())
                    : Units.of(limits, Demand.ONE_REQUEST).times((int) -booked.units());
            counters = counters.change(booked.at(), less, clock);
        }

        private long unitsSince(long from) {
            return log.stream()
                    .filter(logged -> logged.at() >= from)
                    .mapToLong(Logged::units)
                    .sum();
        }
    }
}
