package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queues of the subjects that have something waiting or on its way, or of which permits are held.
 * Owner's context only.
 */
final class SubjectQueues {

    private final Context owner;
    private final Ledger ledger;
    private final Deadlines deadlines;
    private final UUID caller = UUID.randomUUID();
    private final Map<String, SubjectQueue> queues = new HashMap<>();
    // One row of numbers for all subjects: a queue made anew goes on above its forerunner's.
    private long lastSequence;
    private long lastOrdinal;
    private @Nullable Runnable whenIdle;

    SubjectQueues(Context owner, Ledger ledger, Deadlines deadlines) {
        this.owner = owner;
        this.ledger = ledger;
        this.deadlines = deadlines;
    }

    /** The subject's queue. Not to be kept: it goes when it has nothing to do. */
    SubjectQueue of(String subjectId) {
        return queues.computeIfAbsent(subjectId, id -> new SubjectQueue(id, this));
    }

    /** Whether nothing waits for this subject or is on its way to it. */
    boolean isFree(String subjectId) {
        SubjectQueue queue = queues.get(subjectId);
        return queue == null || queue.isFree();
    }

    UUID caller() {
        return caller;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    long nextSequence() {
        return ++lastSequence;
    }

    long nextOrdinal() {
        return ++lastOrdinal;
    }

    /** Whether all these subjects are kept by one member, so that it can be asked for all at once. */
    boolean isOneOwner(List<String> subjectIds) {
        return ledger.isOneOwner(subjectIds);
    }

    /** Hears what became of calls: an outcome or a failure. */
    @FunctionalInterface
    interface Answer<T> {
        /** @param arrivedNanos on {@link System#nanoTime}'s clock; this context may come to read it later */
        void accept(@Nullable T outcome, @Nullable Throwable failure, long arrivedNanos);
    }

    /** @param answer called on the owner's context, after this has returned */
    void submit(String subjectId, Call call, Answer<Outcome> answer) {
        submit(() -> ledger.submit(subjectId, call), answer);
    }

    /** As {@link Ledger#submitChain}; else as {@link #submit}. */
    void submitChain(List<String> subjectIds, List<Call> calls, Answer<List<Outcome>> answer) {
        submit(() -> ledger.submitChain(subjectIds, calls), answer);
    }

    private <T> void submit(Supplier<CompletionStage<T>> call, Answer<T> answer) {
        try {
            call.get().whenComplete((outcome, failure) -> {
                long arrived = System.nanoTime();
                owner.runOnContext(v -> answer.accept(outcome, unwrap(failure), arrived));
            });
        } catch (RuntimeException failure) {
            owner.runOnContext(v -> answer.accept(null, failure, System.nanoTime()));
        }
    }

    void tick(long nowNanos) {
        List.copyOf(queues.values()).forEach(queue -> queue.tick(nowNanos));
    }

    /** Says again to every state what this node holds. */
    void restate() {
        List.copyOf(queues.values()).forEach(SubjectQueue::restate);
    }

    void retire(SubjectQueue queue) {
        queues.remove(queue.subjectId(), queue);
        if (whenIdle != null && queues.isEmpty()) {
            whenIdle.run();
        }
    }

    /** Runs it at once, or when the last queue has gone. */
    void whenIdle(Runnable action) {
        whenIdle = action;
        if (queues.isEmpty()) {
            action.run();
        }
    }

    int size() {
        return queues.size();
    }

    private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
