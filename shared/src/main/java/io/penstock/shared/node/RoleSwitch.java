package io.penstock.shared.node;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.yaml.Loaded;
import io.penstock.shared.node.reload.CurrentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Switches a node's roles to another configuration: all of them, or none. One thread at a time; blocks. */
final class RoleSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(RoleSwitch.class);
    private static final long PATIENCE_SECONDS = 30;

    private final List<NodeRole> roles;
    private final CurrentConfig current;

    /** @param roles the provider first: new routes need their workers */
    RoleSwitch(List<NodeRole> roles, CurrentConfig current) {
        this.roles = List.copyOf(roles);
        this.current = current;
    }

    /**
     * @throws ConfigException what a role has to say to the file's owner
     * @throws IllegalStateException if a role failed otherwise, or took too long
     */
    void to(Loaded next) {
        List<NodeRole> switched = new ArrayList<>();
        for (NodeRole role : roles) {
            try {
                reload(role, next.config(), next.version());
                switched.add(role);
            } catch (Exception e) {
                // Not only RuntimeException: Future.await throws whatever the future failed with.
                if (e instanceof TimeoutException) {
                    switched.add(role); // It may do it yet.
                }
                back(switched);
                throw e instanceof ConfigException mistake
                        ? mistake
                        : new IllegalStateException("the role " + role.role() + " could not reload", e);
            }
        }
    }

    private void back(List<NodeRole> switched) {
        for (NodeRole role : switched) {
            try {
                reload(role, current.config(), current.version());
            } catch (Exception e) {
                LOG.atError()
                        .setMessage("a role could not go back to the old configuration")
                        .addKeyValue("role", role.role())
                        .setCause(e)
                        .log();
            }
        }
    }

    private static void reload(NodeRole role, Config config, String version) throws TimeoutException {
        Void unused = role.reload(config, version).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
