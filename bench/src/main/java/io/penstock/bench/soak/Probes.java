package io.penstock.bench.soak;

import io.penstock.bench.server.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for each event loop of a node, from outside: a client to each asks every 5 ms, and who waits longer than 50 ms
 * was kept waiting. So were all others on that loop, whatever the reason: a handler that blocks, a queue, a pause of
 * the JVM, or a core that another process had. One more thread only sleeps, and tells by its oversleeping when the
 * machine stood still, or the probes did. Thread-safe.
 */
final class Probes implements AutoCloseable {

    static final long BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Less is the scheduler's grain on busy cores. */
    private static final long OVERSLEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<Probe> probes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Span> waits = new ConcurrentLinkedQueue<>();
    private final Queue<Span> stalls = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /**
     * Begins. A server gives its connections to the event loops in turns, so that as many in a row reach each of them;
     * that holds only where nobody else connects meanwhile.
     */
    static Probes start(int port, int loops) {
        Probes all = new Probes();
        try {
            for (int i = 0; i < loops; i++) {
                all.probes.add(new Probe(port, Key.LIMITED.header()));
            }
        } catch (IOException e) {
            all.close();
            throw new UncheckedIOException(e);
        }
        all.probes.forEach(probe -> all.begin(() -> all.ask(probe)));
        all.begin(all::sleep);
        return all;
    }

    private void begin(Runnable work) {
        Thread thread = new Thread(work, "probe");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void ask(Probe probe) {
        try {
            while (!closed) {
                Span wait = probe.ask();
                if (wait.nanos() > BOUND_NANOS) {
                    waits.add(wait);
                }
                LockSupport.parkNanos(EVERY_NANOS);
            }
        } catch (IOException e) {
            if (!closed) {
                failure = e;
            }
        }
    }

    private void sleep() {
        while (!closed) {
            long due = System.nanoTime() + EVERY_NANOS;
            LockSupport.parkNanos(EVERY_NANOS);
            long now = System.nanoTime();
            if (now - due > OVERSLEPT_NANOS) {
                stalls.add(new Span(due, now));
            }
        }
    }

    /**
     * Waits that ended since this was last asked.
     *
     * @throws IllegalStateException if a probe got no answer
     */
    List<Span> takeWaits() {
        if (failure != null) {
            throw new IllegalStateException("a probe got no answer", failure);
        }
        return taken(waits);
    }

    /** Stalls of this machine or process that ended since this was last asked. */
    List<Span> takeStalls() {
        return taken(stalls);
    }

    private static List<Span> taken(Queue<Span> spans) {
        List<Span> taken = new ArrayList<>();
        Span span;
        while ((span = spans.poll()) != null) {
            taken.add(span);
        }
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Probe probe : probes) {
                probe.close();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
