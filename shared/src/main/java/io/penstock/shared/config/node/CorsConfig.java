package io.penstock.shared.config.node;

import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;

/**
 * Which web pages may call.
 *
 * @param origins {@code *} for any, or origins such as {@code https://app.example}, without a path
 */
public record CorsConfig(List<String> origins) {

    public CorsConfig {
        origins = List.copyOf(origins);
        for (int i = 0; i < origins.size(); i++) {
            String origin = origins.get(i);
            if (!origin.equals("*") && !origin.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s?#@]+")) {
                throw new InvalidConfigException(
                        "origins[" + i + "]", "is not an origin; use * or scheme://host[:port] without a path");
            }
        }
    }
}
