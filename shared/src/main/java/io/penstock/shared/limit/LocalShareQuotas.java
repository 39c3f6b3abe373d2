package io.penstock.shared.limit;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Shared quotas that are replaced by this node's own share while they cannot answer: {@code
 * limits.onUnavailable: local}. What is admitted so is in no shared counter. Of {@code n} nodes each
 * admits an {@code n}th of a limit at most, so that all of them together, cut off from each other,
 * admit no more than the limit once more.
 */
public final class LocalShareQuotas implements Quotas {

    private static final long RETRY_MILLIS = 1000;

    private final Quotas shared;
    private final Quotas local;
    private final IntSupplier nodes;
    private final Runnable onLocal;

    /**
     * @param local counters of this node alone
     * @param nodes how many nodes share a limit, those that are not there now included; 1 or more
     * @param onLocal told of each admission that was decided here
     */
    public LocalShareQuotas(Quotas shared, Quotas local, IntSupplier nodes, Runnable onLocal) {
        this.shared = shared;
        this.local = local;
        this.nodes = nodes;
        this.onLocal = onLocal;
    }

    @Override
    public Future<Admission> admit(List<Subject> subjects, Demand demand) {
        return shared.admit(subjects, demand).recover(failure -> {
            if (!(failure instanceof QuotasUnavailableException)) {
                return Future.failedFuture(failure);
            }
            onLocal.run();
            return local.admit(shares(subjects), demand).map(LocalShareQuotas::worthARetry);
        });
    }

    @Override
    public Future<List<Standing>> read(List<Subject> subjects) {
        return shared.read(subjects)
                .recover(failure -> failure instanceof QuotasUnavailableException
                        ? local.read(shares(subjects))
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<Void> close() {
        return Future.join(shared.close(), local.close()).mapEmpty();
    }

    /** What is larger than a share may fit the whole limit, when the cluster answers again. */
    private static Admission worthARetry(Admission admission) {
        return admission instanceof Admission.Refused refused && refused.retryAfterMillis() == Admission.Refused.NEVER
                ? new Admission.Refused(
                        refused.subject(),
                        refused.kind(),
                        refused.limit(),
                        refused.used(),
                        RETRY_MILLIS,
                        refused.standings())
                : admission;
    }

    private List<Subject> shares(List<Subject> subjects) {
        int parts = nodes.getAsInt();
        return subjects.stream()
                .map(subject -> new Subject(subject.id(), subject.limits().share(parts)))
                .toList();
    }
}
