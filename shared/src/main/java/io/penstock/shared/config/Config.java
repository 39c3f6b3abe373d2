package io.penstock.shared.config;

import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, checked: its parts fit together. Immutable.
 *
 * @param cluster null for a single node, which runs without Hazelcast
 * @param providers by name, in the order of the file; Penstock's own choice where that has none
 * @param builtIn whether the file has no providers, and these are Penstock's own
 * @param models by public name, in the order of the file; a name that looks like {@code provider/model}
 *     wins over that
 * @param keys with distinct names and hashes
 */
public record Config(
        NodeConfig node,
        AuthMode auth,
        HttpConfig http,
        AdminConfig admin,
        @Nullable ClusterConfig cluster,
        LimitsConfig limits,
        Map<String, ProviderConfig> providers,
        boolean builtIn,
        Map<String, ModelConfig> models,
        List<KeyConfig> keys) {

    /** @throws InvalidConfigException with a path from the top of the file */
    public Config {
        providers = Check.ordered(providers);
        models = Check.ordered(models);
        keys = List.copyOf(keys);
        providers.keySet().forEach(name -> Check.name("providers." + name, name));
        models.keySet().forEach(name -> Check.line("models." + name, name));
        CrossChecks.distinctIgnoringCase(providers.keySet());
        CrossChecks.targets(models, providers.keySet(), builtIn);
        CrossChecks.distinct(keys);
        if (node.isGateway()) {
            CrossChecks.access(auth, http, keys);
        }
        CrossChecks.ports(node.isGateway() ? http : null, admin, cluster);
        CrossChecks.ownAddress(node, http, providers);
    }

    /** With all providers as their owner has listed them. */
    public Config(
            NodeConfig node,
            AuthMode auth,
            HttpConfig http,
            AdminConfig admin,
            @Nullable ClusterConfig cluster,
            LimitsConfig limits,
            Map<String, ProviderConfig> providers,
            Map<String, ModelConfig> models,
            List<KeyConfig> keys) {
        this(node, auth, http, admin, cluster, limits, providers, false, models, keys);
    }

    /** The providers that are served only while they are found to run on their node's machine. */
    public Set<String> discovered() {
        String ollama = ProviderType.OLLAMA.word();
        return builtIn && providers.containsKey(ollama) ? Set.of(ollama) : Set.of();
    }
}
