package io.penstock.shared.config.yaml;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.access.OnUnavailable;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.CorsConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.KubernetesConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.node.TlsConfig;
import io.penstock.shared.config.vendor.BuiltInProviders;
import io.penstock.shared.config.vendor.VendorVariables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** The sections of a node: one method each, from keys to record. */
final class ConfigBinder {

    private static final List<String> SECTIONS =
            List.of("node", "auth", "http", "admin", "cluster", "limits", "providers", "models", "keys");

    private final Source source;
    private final Overrides overrides;

    ConfigBinder(Source source, Overrides overrides) {
        this.source = source;
        this.overrides = overrides;
    }

    Config bind(Node root, Consumer<Config> check) {
        return new Section(new Place(source, "", root)).read(SECTIONS, s -> {
            Config config = config(s);
            check.accept(config);
            return config;
        });
    }

    private Config config(Section s) {
        LimitsConfig limits = s.section("limits").read(LimitsConfig.class, ConfigBinder::limits);
        NodeConfig node = overrides.apply(s.section("node").read(NodeConfig.class, ConfigBinder::node));
        AuthMode auth = s.value("auth", Scalars.oneOf(AuthMode.class), AuthMode.KEYS);
        HttpConfig http = overrides.apply(s.section("http").read(HttpConfig.class, this::http));
        // A node that calls no provider has no use for their keys.
        VendorVariables variables =
                new VendorVariables(node.isProvider() ? source.substitution().env() : variable -> null);
        Map<String, ProviderConfig> providers = s.section("providers").named(new ProviderBinder(variables)::provider);
        Map<String, ModelConfig> models = s.section("models").named(ModelBinder::model);
        boolean builtIn = providers.isEmpty();
        return new Config(
                node,
                auth,
                http,
                overrides.apply(s.section("admin").read(AdminConfig.class, ConfigBinder::admin)),
                overrides.apply(cluster(s)),
                limits,
                builtIn ? BuiltInProviders.of(node, http, variables, targeted(models)) : providers,
                builtIn,
                models,
                s.sections("keys", key -> ModelBinder.key(key, limits.perKey())));
    }

    private static Set<String> targeted(Map<String, ModelConfig> models) {
        return models.values().stream()
                .flatMap(model -> model.targets().stream())
                .map(TargetConfig::provider)
                .collect(Collectors.toSet());
    }

    private static NodeConfig node(Section s) {
        return new NodeConfig(
                s.optional("name", text -> text),
                s.has("roles") ? roles(s) : NodeConfig.DEFAULT.roles(),
                s.optional("drainTimeout", Scalars::duration));
    }

    private static Set<Role> roles(Section s) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<Role> listed = s.values("roles", Scalars.oneOf(Role.class));
        for (int i = 0; i < listed.size(); i++) {
            if (!roles.add(listed.get(i))) {
                throw s.fault("roles[" + i + "]", "is listed twice");
            }
        }
        return roles;
    }

    private HttpConfig http(Section s) {
        HttpConfig d = HttpConfig.DEFAULT;
        return new HttpConfig(
                s.value("host", text -> text, d.host()),
                s.value("port", Scalars::integer, d.port()),
                s.value("maxBody", Scalars::size, d.maxBody()),
                s.value("readTimeout", Scalars::duration, d.readTimeout()),
                s.has("cors")
                        ? s.section("cors").read(CorsConfig.class, c -> new CorsConfig(c.values("origins", o -> o)))
                        : null,
                s.has("tls") ? s.section("tls").read(TlsConfig.class, this::tls) : null);
    }

    private TlsConfig tls(Section s) {
        return new TlsConfig(file(s, "cert"), file(s, "key"));
    }

    private Path file(Section s, String key) {
        Path file = s.required(key, source::resolve);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw s.fault(key, "is not a file that can be read; paths are relative to this configuration's directory");
        }
        return file;
    }

    private static AdminConfig admin(Section s) {
        AdminConfig d = AdminConfig.DEFAULT;
        return new AdminConfig(s.value("host", text -> text, d.host()), s.value("port", Scalars::integer, d.port()));
    }

    private static @Nullable ClusterConfig cluster(Section root) {
        if (!root.has("cluster")) {
            return null;
        }
        return root.section("cluster")
                .read(
                        ClusterConfig.class,
                        s -> new ClusterConfig(
                                s.value("name", text -> text, ClusterConfig.DEFAULT_NAME),
                                s.value("host", text -> text, ClusterConfig.DEFAULT_HOST),
                                s.value("port", Scalars::integer, ClusterConfig.DEFAULT_PORT),
                                s.value("busPort", Scalars::integer, 0),
                                s.values("members", text -> text),
                                s.has("kubernetes")
                                        ? s.section("kubernetes")
                                                .read(
                                                        KubernetesConfig.class,
                                                        k -> new KubernetesConfig(k.required("service", text -> text)))
                                        : null,
                                s.optional("quorum", Scalars::integer)));
    }

    private static LimitsConfig limits(Section s) {
        LimitsConfig d = LimitsConfig.DEFAULT;
        return new LimitsConfig(
                s.value("onUnavailable", Scalars.oneOf(OnUnavailable.class), d.onUnavailable()),
                s.value("lease", Scalars::duration, d.lease()),
                s.value("defaultMaxTokens", Scalars::whole, d.defaultMaxTokens()),
                ModelBinder.quota(s.section("total")),
                ModelBinder.quota(s.section("perKey")));
    }
}
