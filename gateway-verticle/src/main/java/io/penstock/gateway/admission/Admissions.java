package io.penstock.gateway.admission;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.tokens.PromptTokens;
import io.penstock.shared.config.model.UpstreamModel;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Books a request on every limit that applies to it. Stateless; any Vert.x context. */
public final class Admissions {

    /**
     * A client that has read an answer to its end may ask again, of another node, before that answer's
     * permit is back: a round trip. So a request that lacks only a permit is asked for once more.
     */
    private static final long PERMIT_ON_ITS_WAY_MILLIS = 20;

    private final Vertx vertx;
    private final Quotas quotas;
    private final PromptTokens tokens;
    private final long defaultMaxTokens;

    /** @param defaultMaxTokens reserved for the completion where the request names no maximum */
    public Admissions(Vertx vertx, Quotas quotas, PromptTokens tokens, long defaultMaxTokens) {
        this.vertx = vertx;
        this.quotas = quotas;
        this.tokens = tokens;
        this.defaultMaxTokens = defaultMaxTokens;
    }

    /**
     * @param reserve what is reserved of the token limits for one attempt, where there are any
     * @param atOnce for how many attempts side by side it is reserved
     */
    public record Decision(Admission admission, TokenReserve reserve, int atOnce) {

        public static final Decision UNLIMITED =
                new Decision(Admission.Granted.UNLIMITED, TokenReserve.NONE, Integer.MAX_VALUE);
    }

    /**
     * Completes with the booking or the refusal; fails with an {@link ApiException} where the limits
     * cannot be checked. Under no limit it completes at once.
     *
     * @param subjects whose limits apply, those that limit anything
     * @param sending booked for all of its attempts side by side, or for one where there is no room for them
     */
    public Future<Decision> admit(List<Subject> subjects, Sending sending) {
        if (subjects.isEmpty()) {
            return Future.succeededFuture(Decision.UNLIMITED);
        }
        if (subjects.stream().noneMatch(subject -> subject.limits().hasTokens())) {
            return book(subjects, TokenReserve.NONE, Integer.MAX_VALUE);
        }
        return count(sending.body(), sending.model())
                .map(prompt -> TokenReserve.of(prompt, sending, defaultMaxTokens, subjects))
                .compose(reserve -> book(subjects, reserve, sending.atOnce()));
    }

    private Future<Long> count(byte[] body, UpstreamModel model) {
        return tokens.isLarge(body, model)
                ? vertx.executeBlocking(() -> tokens.count(body, model), false)
                : Future.succeededFuture(tokens.count(body, model));
    }

    private Future<Decision> book(List<Subject> subjects, TokenReserve reserve, int atOnce) {
        Demand demand = reserve.isNone() ? Demand.ONE_REQUEST : new Demand(reserve.total() * atOnce);
        return quotas.admit(subjects, demand)
                .compose(first -> lacksPermit(first) ? again(subjects, demand) : Future.succeededFuture(first))
                .recover(e -> Future.failedFuture(
                        e instanceof QuotasUnavailableException ? new ApiException(ApiErrors.limitsUnavailable()) : e))
                .compose(admission -> lacksTokens(admission) && !reserve.isNone() && atOnce > 1
                        ? book(subjects, reserve, 1)
                        : Future.succeededFuture(new Decision(admission, reserve, atOnce)));
    }

    private static boolean lacksTokens(Admission admission) {
        return admission instanceof Admission.Refused refused && refused.kind().countsTokens();
    }

    private static boolean lacksPermit(Admission admission) {
        return admission instanceof Admission.Refused refused
                && refused.kind() == LimitKind.CONCURRENT_REQUESTS
                && refused.retryAfterMillis() != Admission.Refused.NEVER;
    }

    private Future<Admission> again(List<Subject> subjects, Demand demand) {
        return vertx.timer(PERMIT_ON_ITS_WAY_MILLIS, TimeUnit.MILLISECONDS)
                .compose(waited -> quotas.admit(subjects, demand));
    }
}
