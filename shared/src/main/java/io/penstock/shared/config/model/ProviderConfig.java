package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that answers requests.
 *
 * @param baseUrl http or https, without a trailing slash; null for {@code echo}, for {@code bedrock} where
 *     the region says it, where no key is set and the type has none, and else the type's own by default
 * @param apiKeys used in turn, by weight; empty for a local server that asks for none, for {@code bedrock} and
 *     {@code echo}
 * @param apiVersion {@code azure} and {@code anthropic} only; null for the one that Penstock knows best
 * @param region {@code bedrock} only; null for the one that the AWS environment gives
 * @param accessKeyId {@code bedrock} only, with {@code secretAccessKey}; null for the default AWS credential chain
 * @param sessionToken of temporary credentials, or null
 * @param onUnsupported what becomes of parameters that it lacks
 * @param emulateN whether {@code n} is made of so many calls, be there an {@code n} of its own or not
 * @param delay between two tokens of {@code echo}; null for none
 * @param workers worker instances on each node, 0 to 64; 0 is one per event loop
 */
public record ProviderConfig(
        ProviderType type,
        @Nullable URI baseUrl,
        List<ApiKeyConfig> apiKeys,
        @Nullable String apiVersion,
        @Nullable String region,
        @Nullable Secret accessKeyId,
        @Nullable Secret secretAccessKey,
        @Nullable Secret sessionToken,
        OnUnsupported onUnsupported,
        boolean emulateN,
        @Nullable Duration delay,
        int workers) {

    private static final Pattern API_VERSION = Pattern.compile("[A-Za-z0-9.-]{1,40}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    public ProviderConfig {
        apiKeys = List.copyOf(apiKeys);
        Check.range("workers", workers, 0, 64);
        switch (type) {
            case ECHO -> {
                refuse(baseUrl != null, "baseUrl");
                refuse(!apiKeys.isEmpty(), "apiKeys");
            }
            case BEDROCK -> {
                if (!apiKeys.isEmpty()) {
                    throw new InvalidConfigException(
                            "apiKeys", "is not for type bedrock, which takes accessKeyId and secretAccessKey");
                }
            }
            default -> {
                if (baseUrl == null && type.needsBaseUrl() && !areAllUnset(apiKeys)) {
                    throw new InvalidConfigException("baseUrl", "is missing; " + addressOf(type));
                }
            }
        }
        onlyFor(type == ProviderType.ECHO, "delay", delay, "echo");
        onlyFor(
                type == ProviderType.AZURE || type == ProviderType.ANTHROPIC,
                "apiVersion",
                apiVersion,
                "azure or anthropic");
        onlyFor(type == ProviderType.BEDROCK, "region", region, "bedrock");
        onlyFor(type == ProviderType.BEDROCK, "accessKeyId", accessKeyId, "bedrock");
        onlyFor(type == ProviderType.BEDROCK, "secretAccessKey", secretAccessKey, "bedrock");
        onlyFor(type == ProviderType.BEDROCK, "sessionToken", sessionToken, "bedrock");
        pair(accessKeyId, "accessKeyId", secretAccessKey, "secretAccessKey");
        if (sessionToken != null && accessKeyId == null) {
            throw new InvalidConfigException("sessionToken", "needs accessKeyId and secretAccessKey beside it");
        }
        matches("apiVersion", apiVersion, API_VERSION, "2024-10-21");
        matches("region", region, REGION, "us-east-1");
        if (delay != null && !delay.isZero()) {
            Check.positive("delay", delay);
        }
        baseUrl = baseUrl == null ? type.baseUrl() : checked(baseUrl);
    }

    /** With all else as it is by default. */
    public static ProviderConfig of(ProviderType type, @Nullable URI baseUrl, List<ApiKeyConfig> apiKeys) {
        return new ProviderConfig(
                type, baseUrl, apiKeys, null, null, null, null, null, OnUnsupported.DROP, false, null, 0);
    }

    public ProviderConfig withApiVersion(String version) {
        return new ProviderConfig(
                type,
                baseUrl,
                apiKeys,
                version,
                region,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                onUnsupported,
                emulateN,
                delay,
                workers);
    }

    public ProviderConfig withOnUnsupported(OnUnsupported choice) {
        return new ProviderConfig(
                type,
                baseUrl,
                apiKeys,
                apiVersion,
                region,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                choice,
                emulateN,
                delay,
                workers);
    }

    public ProviderConfig withDelay(Duration pause) {
        return new ProviderConfig(
                type,
                baseUrl,
                apiKeys,
                apiVersion,
                region,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                onUnsupported,
                emulateN,
                pause,
                workers);
    }

    public ProviderConfig withEmulateN(boolean choice) {
        return new ProviderConfig(
                type,
                baseUrl,
                apiKeys,
                apiVersion,
                region,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                onUnsupported,
                choice,
                delay,
                workers);
    }

    /** Whether requests can be sent: false as long as every key is an environment variable that is not set. */
    public boolean isEnabled() {
        return isSet(accessKeyId) && isSet(secretAccessKey) && !areAllUnset(apiKeys);
    }

    /** The environment variables that its keys came from. */
    public List<String> setVariables() {
        return secrets()
                .map(Secret::source)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    /** The environment variables of its keys that are not set. */
    public List<String> unsetVariables() {
        return secrets()
                .map(Secret::variable)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private Stream<Secret> secrets() {
        // Not the session token: only temporary credentials have one.
        Stream<@Nullable Secret> others = Stream.of(accessKeyId, secretAccessKey);
        return Stream.concat(
                apiKeys.stream().map(ApiKeyConfig::key),
                others.filter(Objects::nonNull).map(Objects::requireNonNull));
    }

    private static boolean areAllUnset(List<ApiKeyConfig> keys) {
        return !keys.isEmpty() && keys.stream().noneMatch(each -> each.key().isSet());
    }

    private static boolean isSet(@Nullable Secret secret) {
        return secret == null || secret.isSet();
    }

    /** What to give for a type whose address differs from user to user, for messages. */
    public static String addressOf(ProviderType type) {
        return type == ProviderType.AZURE
                ? "for azure it is the resource's endpoint, such as https://NAME.openai.azure.com"
                : "for workers-ai it is https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai/v1";
    }

    private static void refuse(boolean present, String component) {
        if (present) {
            throw new InvalidConfigException(component, "is not for type echo, which runs inside Penstock");
        }
    }

    private static void onlyFor(boolean fits, String component, @Nullable Object value, String types) {
        if (value != null && !fits) {
            throw new InvalidConfigException(component, "is for type " + types + " only");
        }
    }

    private static void pair(@Nullable Object one, String oneName, @Nullable Object other, String otherName) {
        if ((one == null) != (other == null)) {
            throw new InvalidConfigException(
                    one == null ? oneName : otherName, "is missing; " + oneName + " and " + otherName + " go together");
        }
    }

    private static void matches(String component, @Nullable String value, Pattern form, String example) {
        if (value != null && !form.matcher(value).matches()) {
            throw new InvalidConfigException(component, "must be such as " + example);
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
