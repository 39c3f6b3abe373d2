package io.penstock.gateway.chat;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.admission.Sending;
import io.penstock.gateway.auth.Client;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.Route;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.request.ChatPeek;
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

    /** Books what applies before the first attempt. */
    Future<Admissions.Decision> admit(Inbound inbound) {
        return admit(inbound, legs.get(0), firstSubjects(inbound));
    }

    /** What a granted first admission holds. */
    Reserved reserved(Admissions.Decision granted) {
        Reserved reserved = new Reserved(granted);
        if (hasOneModel()) {
            reserved.cover(legs.get(0).model());
        }
        return reserved;
    }

    private boolean hasOneModel() {
        return legs.size() == 1;
    }

    private List<Subject> firstSubjects(Inbound inbound) {
        Client client = inbound.client();
        LimitedSubjects limited = inbound.setup().limited();
        return hasOneModel()
                ? limited.of(client.key(), client.name(), legs.get(0).model())
                : limited.ofClient(client.key(), client.name());
    }

    /** What applies to that leg's model beyond that. */
    List<Subject> subjectsOf(Inbound inbound, Leg leg) {
        Client client = inbound.client();
        return inbound.setup().limited().ofModel(client.key(), client.name(), leg.model());
    }

    /** Books these subjects for a request that runs on that leg. */
    Future<Admissions.Decision> admit(Inbound inbound, Leg leg, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return Future.succeededFuture(Admissions.Decision.UNLIMITED);
        }
        boolean ofTokens =
                subjects.stream().anyMatch(subject -> subject.limits().hasTokens());
        return inbound.setup()
                .admissions()
                .admit(subjects, ofTokens ? largest(inbound, leg) : sending(body, inbound, leg, 1));
    }

    /**
     * Targets may set the most tokens of an answer by themselves, and read the prompt for each choice: those that
     * allow the most count.
     */
    private Sending largest(Inbound inbound, Leg leg) {
        long fallback = inbound.setup().config().limits().defaultMaxTokens();
        RequestBody largest = body;
        int prompts = 1;
        for (Target target : leg.targets()) {
            RequestBody sent = body.as(leg.model(), target);
            boolean first = target.equals(leg.targets().get(0));
            largest =
                    first || completion(sent.peek(), fallback) > completion(largest.peek(), fallback) ? sent : largest;
            prompts = Math.max(prompts, target.prompts(sent.peek()));
        }
        return sending(largest, inbound, leg, prompts);
    }

    private static Sending sending(RequestBody sent, Inbound inbound, Leg leg, int prompts) {
        return new Sending(sent.bytes(), sent.peek(), leg.targets().get(0).upstream(), prompts, atOnce(inbound, leg));
    }

    private static long completion(ChatPeek peek, long fallback) {
        return (peek.maxTokens() < 0 ? fallback : peek.maxTokens()) * peek.choices();
    }

    /** A hedge's two attempts may both be billed. */
    private static int atOnce(Inbound inbound, Leg leg) {
        boolean hedges = leg.route().hedge() != null && leg.targets().size() > 1;
        return hedges && !inbound.steering().noRetry() ? 2 : 1;
    }
}
