package io.penstock.shared.config;

import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Nearest;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks across the sections of a configuration. Each throws with a path from the top of the file. */
final class CrossChecks {

    private CrossChecks() {}

    /** @param builtIn whether any type can be named, that of a provider which nothing has switched on too */
    static void targets(Map<String, ModelConfig> models, Set<String> providers, boolean builtIn) {
        Collection<String> choices = builtIn ? ProviderType.words() : providers;
        models.forEach((name, model) -> {
            for (int i = 0; i < model.targets().size(); i++) {
                String provider = model.targets().get(i).provider();
                if (!providers.contains(provider)) {
                    throw new InvalidConfigException(
                            "models." + name + ".targets[" + i + "].provider",
                            "is not a configured provider"
                                    + Nearest.choices(provider, choices, builtIn ? "built in" : "configured"));
                }
            }
        });
    }

    static void distinct(List<KeyConfig> keys) {
        Map<String, Integer> names = new HashMap<>();
        Map<KeyHash, Integer> hashes = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Integer sameName = names.putIfAbsent(keys.get(i).name(), i);
            if (sameName != null) {
                throw new InvalidConfigException("keys[" + i + "].name", "is the name of keys[" + sameName + "] too");
            }
            Integer sameHash = hashes.putIfAbsent(keys.get(i).hash(), i);
            if (sameHash != null) {
                throw new InvalidConfigException("keys[" + i + "].hash", "is the hash of keys[" + sameHash + "] too");
            }
        }
    }

    /** Nobody may get in by an oversight: neither everybody from the network, nor nobody at all. */
    static void access(AuthMode auth, HttpConfig http, List<KeyConfig> keys) {
        if (auth == AuthMode.NONE && !http.isLoopback()) {
            throw new InvalidConfigException(
                    "http.host", "is not loopback, so auth: none would let everybody in; use auth: keys or 127.0.0.1");
        }
        if (auth == AuthMode.KEYS && keys.isEmpty()) {
            throw new InvalidConfigException(
                    "keys",
                    "must have at least one key under auth: keys, the default; bin/penstock key new makes one"
                            + " (auth: none serves this machine alone)");
        }
    }

    /** They stand before the slash of {@code provider/model}, where people do not mind their case. */
    static void distinctIgnoringCase(Set<String> providers) {
        Map<String, String> seen = new HashMap<>();
        for (String name : providers) {
            String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new InvalidConfigException("providers." + name, "differs from " + other + " in case only");
            }
        }
    }

    /** A request that a gateway sends to itself comes back to be sent again, until something gives in. */
    static void ownAddress(NodeConfig node, HttpConfig http, Map<String, ProviderConfig> providers) {
        // Where requests are sent from another node, this machine's addresses are that one's.
        if (!node.isGateway() || !node.isProvider()) {
            return;
        }
        providers.forEach((name, provider) -> {
            URI url = provider.baseUrl();
            if (url != null && http.isAt(url)) {
                throw new InvalidConfigException(
                        "providers." + name + ".baseUrl",
                        "is this gateway's own address, " + http.host() + ":" + http.port() + " ("
                                + (url.equals(provider.type().baseUrl())
                                        ? "where " + provider.type().word() + " listens by default; "
                                        : "")
                                + "give the provider's, or change http.port)");
            }
        });
    }

    /** @param http null where it is not served */
    static void ports(@Nullable HttpConfig http, AdminConfig admin, @Nullable ClusterConfig cluster) {
        Map<String, String> taken = new HashMap<>();
        if (http != null) {
            take(taken, "http.port", http.host(), http.port());
        }
        take(taken, "admin.port", admin.host(), admin.port());
        if (cluster != null) {
            take(taken, "cluster.port", cluster.host(), cluster.port());
            take(taken, "cluster.busPort", cluster.host(), cluster.busPort());
        }
    }

    private static void take(Map<String, String> taken, String path, String host, int port) {
        String other = port == 0 ? null : taken.putIfAbsent(host + " " + port, path);
        if (other != null) {
            throw new InvalidConfigException(path, "is taken by " + other);
        }
    }
}
