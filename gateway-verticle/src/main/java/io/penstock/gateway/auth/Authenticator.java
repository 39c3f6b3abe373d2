package io.penstock.gateway.auth;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the clients by the hashes of their keys. Immutable; any thread. */
public final class Authenticator {

    private static final String BEARER = "bearer ";

    private final boolean required;
    private final Map<KeyHash, Client> clients = new HashMap<>();
    private final Clock clock;

    public Authenticator(Config config, Clock clock) {
        this.required = config.auth() == AuthMode.KEYS;
        this.clock = clock;
        for (KeyConfig key : config.keys()) {
            clients.put(key.hash(), new Client(key));
        }
    }

    /**
     * Reads {@code authorization: Bearer KEY}, {@code api-key} or {@code x-api-key}, in this order.
     *
     * @throws ApiException 401 without a key, with one that is not known, or with one that has expired
     */
    public Client authenticate(MultiMap headers) {
        if (!required) {
            return Client.ANONYMOUS;
        }
        String key = key(headers);
        if (key == null) {
            throw new ApiException(ApiErrors.invalidApiKey(
                    "No API key in the request; send it as the header 'authorization: Bearer YOUR_KEY'"));
        }
        Client client = clients.get(KeyHash.of(key));
        if (client == null) {
            throw new ApiException(ApiErrors.invalidApiKey("The API key is not known here"));
        }
        KeyConfig known = client.key();
        if (known != null && known.expires() != null && !clock.instant().isBefore(known.expires())) {
            throw new ApiException(
                    ApiErrors.invalidApiKey("The API key '" + known.name() + "' expired at " + known.expires()));
        }
        return client;
    }

    private static @Nullable String key(MultiMap headers) {
        String authorization = headers.get("authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String key = authorization.substring(BEARER.length()).trim();
            return key.isEmpty() ? null : key;
        }
        String key = headers.get("api-key");
        key = key == null ? headers.get("x-api-key") : key;
        return key == null || key.isBlank() ? null : key.trim();
    }
}
