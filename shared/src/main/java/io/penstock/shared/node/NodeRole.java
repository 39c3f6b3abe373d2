package io.penstock.shared.node;

import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.config.Config;
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

    /**
     * New requests run under this configuration from now on; those under way keep theirs. Fails, and changes
     * nothing, where that cannot be. The node's own sections ({@code node}, {@code http}, {@code admin}, {@code
     * cluster}) are as they were. Called on no event loop, one call at a time; also to go back to the old
     * configuration, where another role failed.
     *
     * @param version of the file's text
     */
    default Future<Void> reload(Config config, String version) {
        return Future.succeededFuture();
    }

    /** Of the targets and keys used here. Any thread. */
    default Health health() {
        return Health.GOOD;
    }

    /** What this role has on its targets. Any thread. */
    default Map<String, TargetLoad> loads() {
        return Map.of();
    }

    /** Attempts now running in each worker instance of each provider. Any thread. */
    default Map<String, int[]> inFlight() {
        return Map.of();
    }
}
