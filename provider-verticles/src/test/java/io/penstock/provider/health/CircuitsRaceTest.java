package io.penstock.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers of several event loops at one target. */
class CircuitsRaceTest {

    private static final int THREADS = 8;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger changes = new AtomicInteger();
    private final Circuits circuits = new Circuits("n", changes::incrementAndGet, new SimpleMeterRegistry(), now::get);
    private final ExecutorService loops = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        loops.shutdownNow();
    }

    @Test
    void opensOnceProbesOnceAndClosesOnce() throws Exception {
        circuits.configure(Set.of("p"), Set.of("p/m"));
        for (int round = 1; round <= 200; round++) {
            changes.set(0);
            List<CircuitCall> calls = inParallel(() -> admit());
            assertEquals(THREADS, calls.size());
            fail(calls);
            assertEquals(1, changes.get());
            assertTrue(inParallel(() -> admit()).isEmpty());
            now.addAndGet(Rules.FIRST_OPEN);
            List<CircuitCall> probes = inParallel(() -> admit());
            assertEquals(1, probes.size());
            CircuitCall probe = probes.get(0);
            List<CircuitCall> unused = inParallel(() -> {
                var unusedOpen = circuits.open();
                return null;
            });
            probe.content();
            probe.answered();
            assertEquals(2, changes.get());
            assertTrue(circuits.open().isEmpty());
            now.addAndGet(20 * Rules.FIRST_OPEN);
        }
    }

    private @Nullable CircuitCall admit() {
        return circuits.admit("p", "m", false);
    }

    private void fail(List<CircuitCall> calls) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<CircuitCall> unused = inParallel(() -> {
            calls.get(next.getAndIncrement())
                    .failed(Failure.passing(ApiErrors.providerError("answered with status 500", null)));
            return null;
        });
    }

    private List<CircuitCall> inParallel(Callable<@Nullable CircuitCall> action) throws Exception {
        List<CircuitCall> results = new ArrayList<>();
        for (Future<@Nullable CircuitCall> each : loops.invokeAll(Collections.nCopies(THREADS, action))) {
            CircuitCall call = each.get();
            if (call != null) {
                results.add(call);
            }
        }
        return results;
    }
}
