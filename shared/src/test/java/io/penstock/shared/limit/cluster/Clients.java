package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.Subject;
import io.vertx.core.AsyncResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each ask one request after the other, of the nodes in turn, until they are refused. */
final class Clients {

    private final List<? extends Quotas> nodes;
    private final Subject subject;
    private final int count;
    private final CountDownLatch refused;
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private int trigger = -1;
    private Runnable action = () -> {};

    Clients(List<? extends Quotas> nodes, Subject subject, int count) {
        this.nodes = nodes;
        this.subject = subject;
        this.count = count;
        this.refused = new CountDownLatch(count);
    }

    /** Runs the action, once, on a thread of its own, when so many were granted. */
    void onGranted(int number, Runnable once) {
        trigger = number;
        action = once;
    }

    void runUntilRefused() {
        for (int client = 0; client < count; client++) {
            ask(client);
        }
        try {
            if (!refused.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(refused.getCount() + " clients were never refused");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int granted() {
        return granted.get();
    }

    int unavailable() {
        return unavailable.get();
    }

    private void ask(int turn) {
        nodes.get(turn % nodes.size())
                .admit(List.of(subject), Demand.ONE_REQUEST)
                .onComplete(answer -> answered(turn, answer));
    }

    private void answered(int turn, AsyncResult<Admission> answer) {
        if (answer.failed()) {
            unavailable.incrementAndGet();
        } else if (answer.result() instanceof Admission.Refused) {
            refused.countDown();
            return;
        } else if (granted.incrementAndGet() == trigger) {
            CompletableFuture.runAsync(action, task -> new Thread(task).start());
        }
        ask(turn + 1);
    }
}
