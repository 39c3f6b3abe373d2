package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.counter.Units;
import io.penstock.shared.limit.ledger.Adjustment;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What one subject's state is yet to learn of bookings, oldest first. Owner's context only. */
final class Corrections {

    private static final long OLDEST_NANOS = TimeUnit.MILLISECONDS.toNanos(QuotaState.ADJUSTABLE_MILLIS);

    private final ArrayDeque<Correction> waiting = new ArrayDeque<>();

    private record Correction(Adjustment adjustment, long sinceNanos, Promise<Void> done) {}

    /** @param by nothing at all where only a permit goes back: then its place in the row is what counts */
    Future<Void> add(long ordinal, long bookedAt, Units by) {
        Promise<Void> done = Promise.promise();
        waiting.add(new Correction(new Adjustment(ordinal, bookedAt, by), System.nanoTime(), done));
        return done.future();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    List<Adjustment> first(int count) {
        return waiting.stream()
                .limit(count)
                .map(Correction::adjustment)
                .filter(adjustment -> !adjustment.by().isNone())
                .toList();
    }

    /** The first ones are in the state. */
    void taken(int count) {
        for (int i = 0; i < count; i++) {
            waiting.remove().done().complete();
        }
    }

    /** Lets the estimates stand whose corrections nobody took in all that time. */
    void forgetOld(long nowNanos) {
        while (!waiting.isEmpty() && nowNanos - waiting.element().sinceNanos() > OLDEST_NANOS) {
            waiting.remove().done().complete();
        }
    }
}
