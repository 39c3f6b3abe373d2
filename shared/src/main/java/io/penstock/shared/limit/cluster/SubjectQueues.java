package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The queues of the subjects that have something waiting or on its way. Owner's context only. */
final class SubjectQueues {

    private final Context owner;
    private final Ledger ledger;
    private final Deadlines deadlines;
    private final UUID caller = UUID.randomUUID();
    private final Map<String, SubjectQueue> queues = new HashMap<>();
    // One row of numbers for all subjects: a queue made anew goes on above its forerunner's.
    private long lastSequence;
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

    UUID caller() {
        return caller;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    long nextSequence() {
        return ++lastSequence;
    }

    /** @param answer called on the owner's context, after this has returned, with an outcome or a failure */
    void submit(String subjectId, Call call, BiConsumer<@Nullable Outcome, @Nullable Throwable> answer) {
        try {
            ledger.submit(subjectId, call)
                    .whenCompleteAsync(
                            (outcome, failure) -> answer.accept(outcome, unwrap(failure)),
                            task -> owner.runOnContext(v -> task.run()));
        } catch (RuntimeException failure) {
            owner.runOnContext(v -> answer.accept(null, failure));
        }
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
