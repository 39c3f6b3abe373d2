package io.penstock.gateway.admission;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Goes the way of an admission before the first client does. Cold, a burst takes the counters longer
 * than the 250 ms they have: its requests would be refused.
 */
public final class WarmUp {

    private static final int ROUNDS = 20;
    /** A burst that takes no longer is far from the 250 ms, and so many of them in a row are no accident. */
    private static final long WARM_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final int WARM_ROUNDS = 3;
    private static final int AT_ONCE = 32;
    /** The same on all nodes and after each start, so that they leave no more than these entries behind. */
    private static final int SUBJECTS = 8;

    private static final Demand DEMAND = new Demand(1);
    private static final Limits AMPLE = ample();

    private final Vertx vertx;
    private final Quotas quotas;

    public WarmUp(Vertx vertx, Quotas quotas) {
        this.vertx = vertx;
        this.quotas = quotas;
    }

    /**
     * Completes when it is done, or cannot be done now: without quorum it goes on by itself, until there
     * is one. Never fails.
     */
    public Future<Void> run() {
        return rounds(ROUNDS, 0).recover(unavailable -> {
            vertx.timer(1, TimeUnit.SECONDS).onSuccess(waited -> {
                var unused = run();
            });
            return Future.succeededFuture();
        });
    }

    private Future<Void> rounds(int left, int warm) {
        if (left == 0 || warm == WARM_ROUNDS) {
            return Future.succeededFuture();
        }
        long begun = System.nanoTime();
        return round().compose(done -> rounds(left - 1, System.nanoTime() - begun <= WARM_NANOS ? warm + 1 : 0));
    }

    private Future<Void> round() {
        List<Future<Void>> admissions = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            String name = Integer.toString(i % SUBJECTS);
            List<Subject> subjects =
                    List.of(new Subject("warm-up:" + name, AMPLE), new Subject("warm-up:" + name + "\nmodel:m", AMPLE));
            admissions.add(quotas.admit(subjects, DEMAND).compose(WarmUp::settle));
        }
        return Future.join(admissions).mapEmpty();
    }

    private static Future<Void> settle(Admission admission) {
        return admission instanceof Admission.Granted granted
                ? granted.reservation().settle(0)
                : Future.succeededFuture();
    }

    private static Limits ample() {
        Limits limits = Limits.NONE;
        for (LimitKind kind : LimitKind.values()) {
            limits = limits.with(kind, 1_000_000);
        }
        return limits;
    }
}
