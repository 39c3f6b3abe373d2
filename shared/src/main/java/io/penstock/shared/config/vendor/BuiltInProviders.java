package io.penstock.shared.config.vendor;

import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.value.InvalidConfigException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The providers of a file that has none, each by the name of its type. Where requests are sent to them: {@code
 * echo}, {@code ollama}, those whose variables are set, and those that a model's target names. On a node that
 * sends none itself: all of them, since other nodes have the variables.
 */
public final class BuiltInProviders {

    private BuiltInProviders() {}

    /**
     * @param http none of those that are there by themselves leads back to it
     * @param targeted what models' targets name
     * @throws InvalidConfigException for a variable that cannot be used
     */
    public static Map<String, ProviderConfig> of(
            NodeConfig node, HttpConfig http, VendorVariables variables, Set<String> targeted) {
        Map<String, ProviderConfig> providers = new LinkedHashMap<>();
        for (ProviderType type : ProviderType.values()) {
            ProviderConfig provider = of(type, variables);
            boolean wanted = !node.isProvider() || targeted.contains(type.word());
            if (wanted || (isThereByItself(type, provider) && !leadsBack(provider.baseUrl(), node, http))) {
                providers.put(type.word(), provider);
            }
        }
        return providers;
    }

    private static ProviderConfig of(ProviderType type, VendorVariables variables) {
        try {
            return variables.of(type);
        } catch (InvalidConfigException e) {
            throw e.within(type.word()).within("providers");
        }
    }

    private static boolean isThereByItself(ProviderType type, ProviderConfig provider) {
        return switch (type) {
            // Whether Ollama runs, its node finds out.
            case ECHO, OLLAMA -> true;
            // Their ports are many programs' ports: who has one says so.
            case VLLM, LLAMACPP, LMSTUDIO -> false;
            default -> provider.isEnabled();
        };
    }

    private static boolean leadsBack(@Nullable URI url, NodeConfig node, HttpConfig http) {
        return url != null && node.isGateway() && http.isAt(url);
    }
}
