package io.penstock.shared.node;

import io.penstock.shared.config.node.Role;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** One side of Penstock inside a node. Found by {@link java.util.ServiceLoader}, one instance a node. */
public interface NodeRole {

    Role role();

    /** Deploys this role's verticles; complete when it can serve. */
    Future<Void> start(NodeContext node);

    /** Takes nothing new from now on; complete when all that was running has ended. */
    Future<Void> drain();

    /** Ends what still runs, each with one clear failure to its client. Called when draining took too long. */
    Future<Void> abort();

    /** Where clients reach this role, for the ready line; empty where they do not. */
    default List<String> urls() {
        return List.of();
    }

    /** Attempts now running in each worker instance of each provider. Any thread. */
    default Map<String, int[]> inFlight() {
        return Map.of();
    }
}
