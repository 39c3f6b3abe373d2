package io.penstock.shared.node.reload;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.KeyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What differs between two configurations, in a few words for the log. */
final class ConfigChange {

    private ConfigChange() {}

    /** Such as {@code models: 1 added, 2 changed; keys: 1 removed; limits}, or {@code nothing}. */
    static String of(Config before, Config after) {
        List<String> parts = new ArrayList<>();
        add(parts, "providers", before.providers(), after.providers());
        add(parts, "models", before.models(), after.models());
        add(parts, "keys", byName(before.keys()), byName(after.keys()));
        if (!before.limits().equals(after.limits())) {
            parts.add("limits");
        }
        if (before.auth() != after.auth()) {
            parts.add("auth");
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private static Map<String, KeyConfig> byName(List<KeyConfig> keys) {
        return keys.stream().collect(Collectors.toMap(KeyConfig::name, Function.identity()));
    }

    private static <V> void add(List<String> parts, String name, Map<String, V> before, Map<String, V> after) {
        long added = after.keySet().stream()
                .filter(each -> !before.containsKey(each))
                .count();
        long removed = before.keySet().stream()
                .filter(each -> !after.containsKey(each))
                .count();
        long changed = after.entrySet().stream()
                .filter(each ->
                        before.containsKey(each.getKey()) && !each.getValue().equals(before.get(each.getKey())))
                .count();
        List<String> counts = new ArrayList<>();
        count(counts, added, " added");
        count(counts, removed, " removed");
        count(counts, changed, " changed");
        if (!counts.isEmpty()) {
            parts.add(name + ": " + String.join(", ", counts));
        }
    }

    private static void count(List<String> counts, long number, String what) {
        if (number > 0) {
            counts.add(number + what);
        }
    }
}
