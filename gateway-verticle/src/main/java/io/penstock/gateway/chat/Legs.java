package io.penstock.gateway.chat;

import io.penstock.gateway.auth.Client;
import io.penstock.gateway.routing.Leg;
import io.penstock.gateway.routing.Route;
import io.penstock.gateway.routing.TargetOrder;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.request.ChatPeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which models a request may run on, and where. */
final class Legs {

    private Legs() {}

    /**
     * The model that the request names, then those that it lists to fall back on; each only where the client may use it.
     * So the permission is that of the model which runs, not of the one that is named first.
     *
     * @return at least one, each with at least one target, in the order of the configuration
     * @throws ApiException 404 for a model that does not exist, 403 where the client may use none of them, 400
     *     where the request picks a provider that none of them has
     */
    static List<Leg> of(Inbound inbound, ChatPeek peek) {
        Client client = inbound.client();
        Steering steering = inbound.steering();
        Collection<String> models = models(peek);
        List<Leg> legs = new ArrayList<>(models.size());
        boolean allowed = false;
        for (String model : models) {
            Route route = inbound.setup().routes().find(model);
            if (route == null) {
                throw new ApiException(ApiErrors.modelNotFound(model));
            }
            if (!client.mayUse(model)) {
                continue;
            }
            allowed = true;
            List<Target> targets = steering.provider() == null
                    ? route.targets()
                    : route.targets().stream()
                            .filter(target -> steering.allows(target.provider()))
                            .toList();
            if (!targets.isEmpty()) {
                legs.add(new Leg(model, route, targets));
            }
        }
        if (!allowed) {
            throw new ApiException(ApiErrors.modelNotAllowed(peek.model()));
        }
        if (legs.isEmpty()) {
            throw new ApiException(ApiErrors.badRequest(
                    null,
                    "Invalid header x-penstock-provider: '" + steering.provider() + "' is no provider of the model '"
                            + peek.model() + "'"));
        }
        return legs;
    }

    /** Each once, in the order in which the request names them. */
    private static Collection<String> models(ChatPeek peek) {
        if (peek.models() == null) {
            return List.of(peek.model());
        }
        Set<String> models = new LinkedHashSet<>();
        models.add(peek.model());
        models.addAll(peek.models());
        return models;
    }

    /** The legs with their targets in the order in which to try them; the first takes its turn. */
    static List<Leg> inOrder(List<Leg> legs, boolean stream, TargetOrder order) {
        List<Leg> ordered = new ArrayList<>(legs.size());
        for (Leg leg : legs) {
            if (leg.targets().size() == 1) {
                ordered.add(leg);
                continue;
            }
            List<Target> targets = order.of(leg.route(), leg.targets(), stream, ordered.isEmpty());
            ordered.add(new Leg(leg.model(), leg.route(), targets));
        }
        return ordered;
    }
}
