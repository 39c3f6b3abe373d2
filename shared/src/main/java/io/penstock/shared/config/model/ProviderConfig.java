package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that answers requests.
 *
 * @param type {@code openai} or {@code echo}
 * @param baseUrl http or https, without a trailing slash; never null for {@code openai}, where it
 *     defaults to OpenAI's own, and null for {@code echo}
 * @param apiKeys used in turn, by weight; empty for a local server that asks for none
 * @param delay between two tokens of {@code echo}; null for none
 * @param workers worker instances on each node, 0 to 64; 0 is one per event loop
 */
public record ProviderConfig(
        String type,
        @Nullable URI baseUrl,
        List<ApiKeyConfig> apiKeys,
        @Nullable Duration delay,
        int workers) {

    public static final String OPENAI = "openai";
    public static final String ECHO = "echo";
    public static final URI OPENAI_URL = URI.create("https://api.openai.com/v1");

    public ProviderConfig {
        ProviderTypes.check(type);
        apiKeys = List.copyOf(apiKeys);
        Check.range("workers", workers, 0, 64);
        if (type.equals(ECHO)) {
            refuse(baseUrl != null, "baseUrl");
            refuse(!apiKeys.isEmpty(), "apiKeys");
            if (delay != null && !delay.isZero()) {
                Check.positive("delay", delay);
            }
        } else {
            if (delay != null) {
                throw new InvalidConfigException("delay", "is for type echo only");
            }
            baseUrl = baseUrl == null ? OPENAI_URL : checked(baseUrl);
        }
    }

    /** Whether requests can be sent: false as long as every key is an environment variable that is not set. */
    public boolean isEnabled() {
        return apiKeys.isEmpty() || apiKeys.stream().anyMatch(each -> each.key().isSet());
    }

    /** The environment variables of its keys that are not set. */
    public List<String> unsetVariables() {
        List<String> variables = new ArrayList<>();
        for (ApiKeyConfig each : apiKeys) {
            String variable = each.key().variable();
            if (variable != null) {
                variables.add(variable);
            }
        }
        return variables;
    }

    private static void refuse(boolean present, String component) {
        if (present) {
            throw new InvalidConfigException(component, "is not for type echo, which runs inside Penstock");
        }
    }

    private static URI checked(URI url) {
        String problem = null;
        String scheme = url.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            problem = "must start with http:// or https://";
        } else if (url.getRawUserInfo() != null) {
            problem = "must not have a user or password in it; keys go to apiKeys";
        } else if (url.getHost() == null) {
            problem = "has no host";
        } else if (url.getRawQuery() != null || url.getRawFragment() != null) {
            problem = "must not have a query or fragment";
        } else if (url.getPort() == 0 || url.getPort() > 65535) {
            problem = "must have a port from 1 to 65535";
        }
        if (problem != null) {
            throw new InvalidConfigException("baseUrl", problem);
        }
        String text = url.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }
}
