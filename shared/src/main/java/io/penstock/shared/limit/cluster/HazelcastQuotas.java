package io.penstock.shared.limit.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.SubjectOrder;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;

/**
 * The counters shared by all members of a Hazelcast cluster configured with {@link
 * QuotaMap#configure}. One instance a node, made outside of any verticle, so that its context lives
 * as long as it does.
 *
 * <p>A request costs one round trip a subject, shared with all requests that came while the one
 * before was under way; where one member keeps all its subjects, and none has anything under way, it
 * costs one in all. Everything this keeps belongs to one context; callers hop to it and their answers
 * hop back.
 */
public final class HazelcastQuotas implements Quotas {

    private static final long TICK_MILLIS = 1000;
    /** A leaving node's last chance to say what its requests have used. */
    private static final long CLOSE_MILLIS = 2000;

    private static final long CLOSE_TICK_MILLIS = 100;

    private final Vertx vertx;
    private final Context owner;
    private final SubjectQueues queues;
    private final long ticks;
    private boolean closed;

    /** Blocks for the making of the map's proxy. */
    public HazelcastQuotas(HazelcastInstance member, Vertx vertx) {
        this(vertx, new MapLedger(member));
        UUID unused = member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                // Back from a split, as a member of another name: what it held is free by now.
                owner.runOnContext(v -> queues.restate());
            }
        });
    }

    HazelcastQuotas(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.owner = vertx.getOrCreateContext();
        Deadlines deadlines =
                new Deadlines((millis, action) -> vertx.setTimer(millis, id -> action.run()), System::nanoTime);
        this.queues = new SubjectQueues(owner, ledger, deadlines);
        this.ticks = vertx.setPeriodic(TICK_MILLIS, timer -> owner.runOnContext(v -> queues.tick(System.nanoTime())));
    }

    @Override
    public Future<Admission> admit(List<Subject> subjects, Demand demand) {
        List<Subject> limited = SubjectOrder.limitedById(subjects);
        if (limited.isEmpty()) {
            return Future.succeededFuture(Admission.Granted.UNLIMITED);
        }
        return onOwner(answer -> {
            Attempt attempt = new Attempt(queues, limited, demand, new Bookings(owner, queues, demand), answer);
            attempt.start();
        });
    }

    @Override
    public Future<List<Standing>> read(List<Subject> subjects) {
        List<Subject> limited = SubjectOrder.limitedById(subjects);
        if (limited.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return onOwner(answer -> new Survey(queues, limited, answer).start());
    }

    @Override
    public Future<Void> close() {
        Promise<Void> idle = Promise.promise();
        vertx.cancelTimer(ticks);
        long retries =
                vertx.setPeriodic(CLOSE_TICK_MILLIS, timer -> owner.runOnContext(v -> queues.tick(System.nanoTime())));
        owner.runOnContext(v -> {
            closed = true;
            vertx.setTimer(CLOSE_MILLIS, timer -> idle.tryComplete());
            queues.whenIdle(idle::tryComplete);
        });
        return idle.future().onComplete(done -> vertx.cancelTimer(retries));
    }

    private interface Question<T> {
        void ask(Completable<T> answer);
    }

    private <T> Future<T> onOwner(Question<T> question) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        owner.runOnContext(v -> {
            if (closed) {
                caller.runOnContext(back -> promise.fail(new QuotasUnavailableException("the limits are closed")));
            } else {
                question.ask((result, failure) -> caller.runOnContext(back -> promise.complete(result, failure)));
            }
        });
        return promise.future();
    }

    /** How many subjects have something waiting or under way, or permits held. Owner's context only. */
    int busySubjects() {
        return queues.size();
    }

    Context owner() {
        return owner;
    }
}
