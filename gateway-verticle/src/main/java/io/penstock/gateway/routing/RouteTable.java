package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.TargetConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All routes of a configuration. Immutable; any thread. */
public final class RouteTable {

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, ProviderConfig> providers;

    public RouteTable(Config config) {
        providers = config.providers();
        config.models().forEach((name, model) -> routes.put(name, Route.of(name, model, providers)));
    }

    /** The route of a public name, else of {@code provider/model}; null where neither exists. */
    public @Nullable Route find(String model) {
        Route route = routes.get(model);
        if (route != null) {
            return route;
        }
        int slash = model.indexOf('/');
        if (slash <= 0 || slash == model.length() - 1) {
            return null;
        }
        String provider = model.substring(0, slash);
        ProviderConfig known = providers.get(provider);
        if (known == null) {
            return null;
        }
        String name = model.substring(slash + 1);
        if (!TargetConfig.isModel(name)) {
            return null;
        }
        return Route.direct(provider, known, name);
    }

    /** All configured targets; one may be there for several models. */
    public Stream<Target> targets() {
        return routes.values().stream().flatMap(route -> route.targets().stream());
    }

    /** The public names, in the order of the configuration. */
    public Set<String> models() {
        return routes.keySet();
    }
}
