package io.penstock.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static Authenticator authenticator(AuthMode mode, KeyConfig... keys) {
        Config config = new Config(
                NodeConfig.DEFAULT,
                mode,
                HttpConfig.DEFAULT,
                AdminConfig.DEFAULT,
                null,
                LimitsConfig.DEFAULT,
                Map.of(),
                Map.of(),
                List.of(keys));
        return new Authenticator(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static KeyConfig key(String name, String key, Instant expires) {
        return new KeyConfig(name, KeyHash.of(key), List.of("gpt-*"), expires, Quota.NONE, Map.of());
    }

    private final Authenticator authenticator =
            authenticator(AuthMode.KEYS, key("alice", "sk-a", NOW.plusSeconds(1)), key("bob", "sk-b", NOW));

    @ParameterizedTest
    @CsvSource({
        "authorization,Bearer sk-a",
        "authorization,bearer  sk-a ",
        "Authorization,BEARER sk-a",
        "api-key,sk-a",
        "x-api-key,sk-a"
    })
    void knowsAKeyInEachOfItsHeaders(String header, String value) {
        Client client = authenticator.authenticate(headers(header, value));
        assertEquals("alice", client.name());
        assertTrue(client.mayUse("gpt-4o"));
        assertFalse(client.mayUse("claude"));
    }

    @ParameterizedTest
    @CsvSource({
        "x-other,sk-a", "authorization,Basic sk-a", "authorization,Bearer", "authorization,'Bearer '",
        "authorization,Bearer sk-a2", "authorization,Bearer SK-A", "api-key,''", "authorization,Bearer sk-b"
    })
    void refusesNoKeyUnknownKeysAndExpiredOnes(String header, String value) {
        ApiException e = assertThrows(ApiException.class, () -> authenticator.authenticate(headers(header, value)));
        assertEquals(401, e.error().status());
        assertEquals("invalid_api_key", e.error().code());
        assertFalse(e.error().message().contains("sk-"), e.error().message());
    }

    @Test
    void takesEveryoneForTheSameClientWithoutKeys() {
        assertEquals(Client.ANONYMOUS, authenticator(AuthMode.NONE).authenticate(headers("api-key", "anything")));
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
