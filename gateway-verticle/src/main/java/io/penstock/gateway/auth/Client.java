package io.penstock.gateway.auth;

import io.penstock.shared.config.access.KeyConfig;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request.
 *
 * @param key null under {@code auth: none}, where every caller is the same anonymous client
 */
public record Client(@Nullable KeyConfig key) {

    public static final Client ANONYMOUS = new Client(null);

    /** For logs and metrics. */
    public String name() {
        return key == null ? "anonymous" : key.name();
    }

    public boolean mayUse(String model) {
        return key == null || key.allows(model);
    }
}
