package io.penstock.shared.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import io.penstock.shared.node.reload.CurrentConfig;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoleSwitchTest {

    private final Loaded old = loaded("auth: none");
    private final Loaded next = loaded("auth: none # more");
    private final List<String> calls = new ArrayList<>();

    private @Nullable Exception providerFails;
    private @Nullable Exception gatewayFails;

    private final RoleSwitch roles =
            new RoleSwitch(List.of(new Recorded(Role.PROVIDER), new Recorded(Role.GATEWAY)), new CurrentConfig(old));

    @Test
    void theProviderSwitchesBeforeTheGateway() {
        roles.to(next);
        assertEquals(List.of("PROVIDER " + next.version(), "GATEWAY " + next.version()), calls);
    }

    @Test
    void theProviderGoesBackWhereTheGatewayFails() {
        gatewayFails = new Exception("checked, as futures may have it");
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> roles.to(next));
        assertSame(gatewayFails, thrown.getCause());
        assertEquals(
                List.of("PROVIDER " + next.version(), "GATEWAY " + next.version(), "PROVIDER " + old.version()), calls);
    }

    @Test
    void theGatewayIsLeftAloneWhereTheProviderFails() {
        providerFails = new ConfigException("x.yaml: a mistake");
        assertSame(providerFails, assertThrows(ConfigException.class, () -> roles.to(next)));
        assertEquals(List.of("PROVIDER " + next.version()), calls);
    }

    private static Loaded loaded(String yaml) {
        return new ConfigFile(Path.of("x.yaml"), name -> null, Overrides.NONE)
                .parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private final class Recorded implements NodeRole {

        private final Role role;

        Recorded(Role role) {
            this.role = role;
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public Future<Void> reload(Config config, String version) {
            calls.add(role + " " + version);
            Exception failure = role == Role.PROVIDER ? providerFails : gatewayFails;
            return failure == null || version.equals(old.version())
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure);
        }

        @Override
        public Future<Void> start(NodeContext node) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> drain() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> abort() {
            return Future.succeededFuture();
        }
    }
}
