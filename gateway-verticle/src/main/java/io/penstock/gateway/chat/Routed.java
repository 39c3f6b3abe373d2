package io.penstock.gateway.chat;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.auth.Client;
import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.Route;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.limit.LimitedSubjects;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import java.util.List;

/**
 * A checked request, and where it may run. The limits of several models cannot be booked before it is known
 * which of them runs: then only the client's are booked first.
 *
 * @param legs at least one; the first gives the request its time and its retries
 */
record Routed(RequestBody body, List<Leg> legs) {

    Route route() {
        return legs.get(0).route();
    }

    boolean hasOneModel() {
        return legs.size() == 1;
    }

    /** Books what applies before the first attempt. */
    Future<Admissions.Decision> admit(Inbound inbound) {
        Client client = inbound.client();
        LimitedSubjects limited = inbound.setup().limited();
        Leg first = legs.get(0);
        List<Subject> subjects = hasOneModel()
                ? limited.of(client.key(), client.name(), first.model())
                : limited.ofClient(client.key(), client.name());
        return admit(inbound, subjects, first.model(), first.targets().get(0));
    }

    /** Books what applies to the candidate's model beyond that. */
    Future<Admissions.Decision> admitModel(Inbound inbound, Candidate candidate) {
        Client client = inbound.client();
        return admit(
                inbound,
                inbound.setup()
                        .limited()
                        .ofModel(client.key(), client.name(), candidate.leg().model()),
                candidate.leg().model(),
                candidate.target());
    }

    /** Tokens are reserved for what the target is sent: it may set their maximum by itself. */
    private Future<Admissions.Decision> admit(Inbound inbound, List<Subject> subjects, String model, Target target) {
        if (subjects.isEmpty()) {
            return Future.succeededFuture(Admissions.Decision.UNLIMITED);
        }
        RequestBody sent = body.as(model, target);
        return inbound.setup().admissions().admit(subjects, sent.peek(), target.model(), sent.bytes(), atOnce(inbound));
    }

    /** A hedge's two attempts may both be billed. */
    private int atOnce(Inbound inbound) {
        boolean hedges = !inbound.steering().noRetry()
                && legs.stream()
                        .anyMatch(leg ->
                                leg.route().hedge() != null && leg.targets().size() > 1);
        return hedges ? 2 : 1;
    }
}
