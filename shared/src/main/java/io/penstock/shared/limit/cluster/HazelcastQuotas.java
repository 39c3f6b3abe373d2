package io.penstock.shared.limit.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.SubjectOrder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The counters shared by all members of a Hazelcast cluster configured with {@link
 * QuotaMap#configure}. One instance a node, made outside of any verticle, so that its context lives
 * as long as it does.
 *
 * <p>A request costs one round trip a subject, shared with all requests that came while the one
 * before was under way. Everything this keeps belongs to one context; callers hop to it and their
 * answers hop back.
 */
public final class HazelcastQuotas implements Quotas {

    private final Vertx vertx;
    private final Context owner;
    private final Deadlines deadlines;
    private final SubjectQueues queues;
    private boolean closed;

    /** Blocks for the making of the map's proxy. */
    public HazelcastQuotas(HazelcastInstance member, Vertx vertx) {
        this(vertx, new MapLedger(member));
    }

    HazelcastQuotas(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.owner = vertx.getOrCreateContext();
        this.deadlines =
                new Deadlines((millis, action) -> vertx.setTimer(millis, id -> action.run()), System::nanoTime);
        this.queues = new SubjectQueues(owner, ledger, deadlines);
    }

    @Override
    public Future<Admission> admit(List<Subject> subjects, Demand demand) {
        List<Subject> limited = SubjectOrder.limitedById(subjects);
        if (limited.isEmpty()) {
            return Future.succeededFuture(Admission.Granted.UNLIMITED);
        }
        Context caller = vertx.getOrCreateContext();
        Promise<Admission> promise = Promise.promise();
        Attempt attempt = new Attempt(
                queues,
                limited,
                demand,
                (admission, failure) -> caller.runOnContext(v -> promise.complete(admission, failure)));
        owner.runOnContext(v -> {
            if (closed) {
                attempt.failed(new QuotasUnavailableException("the limits are closed"));
            } else {
                attempt.start();
            }
        });
        return promise.future();
    }

    /** Also waits, up to 250 ms, until what is under way is taken back. */
    @Override
    public Future<Void> close() {
        Promise<Void> idle = Promise.promise();
        owner.runOnContext(v -> {
            closed = true;
            deadlines.expireAll();
            deadlines.add(idle::tryComplete);
            queues.whenIdle(idle::tryComplete);
        });
        return idle.future();
    }

    /** How many subjects have something waiting or under way. Owner's context only. */
    int busySubjects() {
        return queues.size();
    }

    Context owner() {
        return owner;
    }
}
