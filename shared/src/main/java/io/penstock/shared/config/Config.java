package io.penstock.shared.config;

import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, checked: its parts fit together. Immutable.
 *
 * @param cluster null for a single node, which runs without Hazelcast
 * @param providers by name, in the order of the file
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
        CrossChecks.targets(models, providers.keySet());
        CrossChecks.distinct(keys);
        if (node.isGateway()) {
            CrossChecks.access(auth, http, keys);
        }
        CrossChecks.ports(node.isGateway() ? http : null, admin, cluster);
    }
}
