package io.penstock.gateway.admission;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.Quota;
import java.util.ArrayList;
import java.util.List;

/** Limits that the configuration knows and this version does not hold: said at start, not passed over. */
public final class UnenforcedLimits {

    private UnenforcedLimits() {}

    /** Paths of the settings, such as {@code keys.alice.limits.tokensPerMinute}. */
    public static List<String> in(Config config) {
        List<String> paths = new ArrayList<>();
        config.keys().forEach(key -> add(paths, "keys." + key.name(), key.limits()));
        config.models().forEach((name, model) -> add(paths, "models." + name, model.limits()));
        return paths;
    }

    private static void add(List<String> paths, String owner, Quota quota) {
        if (quota.tokensPerMinute() != null) {
            paths.add(owner + ".limits.tokensPerMinute");
        }
        if (quota.tokensPerDay() != null) {
            paths.add(owner + ".limits.tokensPerDay");
        }
        if (quota.concurrentRequests() != null) {
            paths.add(owner + ".limits.concurrentRequests");
        }
    }
}
