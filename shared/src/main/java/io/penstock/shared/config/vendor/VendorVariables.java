package io.penstock.shared.config.vendor;

import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.OnUnsupported;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that vendors' own tools read. Each method throws {@link InvalidConfigException}
 * for a variable that cannot be used, with its name and without its value.
 */
public final class VendorVariables {

    private static final String AZURE_ENDPOINT = "AZURE_OPENAI_ENDPOINT";
    private static final String AZURE_VERSION = "OPENAI_API_VERSION";
    private static final String CLOUDFLARE_ACCOUNT = "CLOUDFLARE_ACCOUNT_ID";
    private static final String AWS_ID = "AWS_ACCESS_KEY_ID";
    private static final String AWS_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String AWS_TOKEN = "AWS_SESSION_TOKEN";
    private static final String AWS_REGION = "AWS_REGION";
    private static final String AWS_DEFAULT_REGION = "AWS_DEFAULT_REGION";
    private static final String BEDROCK_TOKEN = "AWS_BEARER_TOKEN_BEDROCK";

    private final Function<String, @Nullable String> env;

    /** @param env the value of an environment variable, null where it is unset */
    public VendorVariables(Function<String, @Nullable String> env) {
        this.env = env;
    }

    /** What must be set for a provider of that type; of several names for a key the usual one. */
    public static List<String> needed(ProviderType type) {
        if (type == ProviderType.BEDROCK) {
            return List.of(AWS_ID, AWS_KEY, AWS_REGION);
        }
        String address = addressVariable(type);
        Stream<String> key = type.keyVariables().stream().limit(1);
        return Stream.concat(key, Stream.ofNullable(address)).toList();
    }

    /** A provider of which the file says no more than its type, and that at the most. */
    public ProviderConfig of(ProviderType type) {
        return switch (type) {
            case BEDROCK -> bedrock();
            case OLLAMA -> ProviderConfig.of(type, OllamaHost.baseUrl(value("OLLAMA_HOST")), List.of());
            default -> {
                ProviderConfig plain = ProviderConfig.of(type, baseUrl(type), apiKeys(type));
                String version = apiVersion(type);
                yield version == null ? plain : plain.withApiVersion(version);
            }
        };
    }

    /**
     * The vendor's key, of the first of its variables that is set; or what is missing of key and address. Empty
     * where no key is asked for.
     */
    public List<ApiKeyConfig> apiKeys(ProviderType type) {
        List<String> variables = type.keyVariables();
        if (variables.isEmpty()) {
            return List.of();
        }
        String variable = variables.stream().filter(this::isSet).findFirst().orElse(variables.get(0));
        ApiKeyConfig key = new ApiKeyConfig(secret(variable));
        String address = addressVariable(type);
        if (address == null || isSet(address)) {
            return List.of(key);
        }
        // A key that nobody could be sent to: what is missing first is the address.
        ApiKeyConfig noAddress = new ApiKeyConfig(Secret.unset(address));
        return key.key().isSet() ? List.of(noAddress) : List.of(key, noAddress);
    }

    /** Where it differs from user to user; null where it does not, or is not known. */
    public @Nullable URI baseUrl(ProviderType type) {
        String variable = addressVariable(type);
        String value = variable == null ? null : value(variable);
        if (value == null) {
            return null;
        }
        try {
            return checked(
                    type,
                    type == ProviderType.AZURE
                            ? value
                            : "https://api.cloudflare.com/client/v4/accounts/" + value + "/ai/v1");
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(
                    "", "takes its address from the environment variable " + variable + ", which " + e.problem());
        }
    }

    private static @Nullable URI checked(ProviderType type, String text) {
        try {
            return ProviderConfig.of(type, new URI(text), List.of()).baseUrl();
        } catch (URISyntaxException e) {
            throw new InvalidConfigException("", "makes no URL");
        }
    }

    /** Null for the one that Penstock knows best. */
    public @Nullable String apiVersion(ProviderType type) {
        return type == ProviderType.AZURE ? value(AZURE_VERSION) : null;
    }

    private ProviderConfig bedrock() {
        String region = value(AWS_REGION) == null ? value(AWS_DEFAULT_REGION) : value(AWS_REGION);
        if (isSet(BEDROCK_TOKEN) && !(isSet(AWS_ID) && isSet(AWS_KEY)) && region != null) {
            // The token is of the AWS environment, as credentials are that the provider finds by itself.
            return bedrock(region, null, null, null);
        }
        Secret id = secret(AWS_ID);
        Secret key = secret(AWS_KEY);
        boolean noRegion = region == null && id.isSet() && key.isSet();
        return bedrock(
                region, id, noRegion ? Secret.unset(AWS_REGION) : key, isSet(AWS_TOKEN) ? secret(AWS_TOKEN) : null);
    }

    private static ProviderConfig bedrock(
            @Nullable String region, @Nullable Secret id, @Nullable Secret key, @Nullable Secret token) {
        return new ProviderConfig(
                ProviderType.BEDROCK,
                null,
                List.of(),
                null,
                region,
                id,
                key,
                token,
                OnUnsupported.DROP,
                false,
                null,
                0);
    }

    private static @Nullable String addressVariable(ProviderType type) {
        return switch (type) {
            case AZURE -> AZURE_ENDPOINT;
            case WORKERS_AI -> CLOUDFLARE_ACCOUNT;
            default -> null;
        };
    }

    private Secret secret(String variable) {
        String value = value(variable);
        if (value == null) {
            return Secret.unset(variable);
        }
        try {
            return Secret.of(value, variable);
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(
                    "", "takes its key from the environment variable " + variable + ", which " + e.problem());
        }
    }

    private boolean isSet(String variable) {
        return value(variable) != null;
    }

    private @Nullable String value(String variable) {
        String value = env.apply(variable);
        return value == null || value.isEmpty() ? null : value;
    }
}
