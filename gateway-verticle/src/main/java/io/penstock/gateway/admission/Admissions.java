package io.penstock.gateway.admission;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Books a request on every limit that applies to it. Stateless; any thread. */
public final class Admissions {

    private final Quotas quotas;

    public Admissions(Quotas quotas) {
        this.quotas = quotas;
    }

    /**
     * Completes with the booking or the refusal; fails with an {@link ApiException} where the limits
     * cannot be checked. Under no limit it completes at once.
     *
     * @param client whose key's limits apply, by name
     * @param model whose limits apply, by its route's label
     */
    public Future<Admission> admit(String client, Quota clientLimits, String model, Quota modelLimits) {
        List<Subject> subjects = new ArrayList<>(2);
        add(subjects, "key:" + client, clientLimits);
        add(subjects, "model:" + model, modelLimits);
        if (subjects.isEmpty()) {
            return Future.succeededFuture(Admission.Granted.UNLIMITED);
        }
        return quotas.admit(subjects, Demand.ONE_REQUEST)
                .recover(e -> Future.failedFuture(
                        e instanceof QuotasUnavailableException ? new ApiException(ApiErrors.limitsUnavailable()) : e));
    }

    private static void add(List<Subject> subjects, String id, Quota quota) {
        Limits limits = Limits.NONE
                .withRequestsPerMinute(orUnlimited(quota.requestsPerMinute()))
                .withRequestsPerDay(orUnlimited(quota.requestsPerDay()));
        if (!limits.isNone()) {
            subjects.add(new Subject(id, limits));
        }
    }

    private static long orUnlimited(@org.jspecify.annotations.Nullable Long limit) {
        return limit == null ? Limits.UNLIMITED : limit;
    }
}
