package io.penstock.shared.node;

import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.node.Role;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sides of Penstock that run in one node, the provider first: a gateway needs workers. */
final class Roles {

    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    private final List<NodeRole> roles;

    private Roles(List<NodeRole> roles) {
        this.roles = roles;
    }

    /** @throws StartException where this installation lacks one that the configuration wants */
    static Roles of(Config config) {
        List<NodeRole> roles = new ArrayList<>();
        for (Role role : config.node().roles()) {
            roles.add(ServiceLoader.load(NodeRole.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.role() == role)
                    .findFirst()
                    .orElseThrow(() -> new StartException("this installation has no jar for the role '"
                            + role.name().toLowerCase(Locale.ROOT) + "'")));
        }
        roles.sort(Comparator.comparing(role -> role.role() == Role.GATEWAY));
        return new Roles(roles);
    }

    List<NodeRole> all() {
        return roles;
    }

    /** Starts that role if the node has it; blocks. */
    void start(Role role, NodeContext context) {
        for (NodeRole each : roles) {
            if (each.role() == role) {
                Config config = context.config();
                Void unused = each.start(context)
                        .recover(e -> Future.failedFuture(StartException.of(
                                e, config.http().host(), config.http().port(), "http.port", "--http-port")))
                        .await();
            }
        }
    }

    /**
     * Waits until all that runs has ended, and ends what is left at the deadline; blocks.
     *
     * @param deadlineNanos of {@link System#nanoTime}
     * @return whether everything could end by itself
     */
    boolean drain(long deadlineNanos) {
        boolean drained = true;
        // Gateways first: until its streams have ended, a gateway may still need this node's workers.
        for (int i = roles.size() - 1; i >= 0; i--) {
            NodeRole role = roles.get(i);
            try {
                role.drain().await(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                drained = false;
                LOG.atWarn()
                        .setMessage("streams still run at the end of node.drainTimeout; ending them")
                        .addKeyValue("role", role.role())
                        .log();
                role.abort().await();
            }
        }
        return drained;
    }

    /** Where clients reach this node. */
    List<String> urls() {
        return roles.stream().flatMap(role -> role.urls().stream()).toList();
    }

    boolean has(Role role) {
        return roles.stream().anyMatch(each -> each.role() == role);
    }

    /** As {@link NodeRole#inFlight}; any thread. */
    Map<String, int[]> inFlight() {
        Map<String, int[]> inFlight = new TreeMap<>();
        roles.forEach(role -> inFlight.putAll(role.inFlight()));
        return inFlight;
    }

    /** As {@link NodeRole#loads}; any thread. */
    Map<String, TargetLoad> loads() {
        Map<String, TargetLoad> loads = new TreeMap<>();
        roles.forEach(role -> loads.putAll(role.loads()));
        return loads;
    }

    /** As {@link NodeRole#health}: that of the provider role; any thread. */
    Health health() {
        return roles.stream()
                .filter(role -> role.role() == Role.PROVIDER)
                .findFirst()
                .map(NodeRole::health)
                .orElse(Health.GOOD);
    }
}
