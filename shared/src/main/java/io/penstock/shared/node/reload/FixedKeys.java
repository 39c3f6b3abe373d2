package io.penstock.shared.node.reload;

import io.penstock.shared.config.Config;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a node reads at its start only: sockets, the membership in the cluster, and what counts
 * limits are made with them. None of them is a secret.
 */
final class FixedKeys {

    private FixedKeys() {}

    /** Those that differ, each as {@code http.port: changes from 8080 to 8081}. */
    static List<String> changed(Config before, Config after) {
        List<String> changes = new ArrayList<>();
        compare("node", before.node(), after.node(), changes);
        compare("http", before.http(), after.http(), changes);
        compare("admin", before.admin(), after.admin(), changes);
        compare("cluster", before.cluster(), after.cluster(), changes);
        compare(
                "limits.onUnavailable",
                before.limits().onUnavailable(),
                after.limits().onUnavailable(),
                changes);
        compare("limits.lease", before.limits().lease(), after.limits().lease(), changes);
        return changes;
    }

    /** By the records' components, so that a key these sections get one day is fixed too. */
    private static void compare(String path, @Nullable Object before, @Nullable Object after, List<String> changes) {
        if (before instanceof Record && after instanceof Record) {
            for (RecordComponent component : before.getClass().getRecordComponents()) {
                compare(path + "." + component.getName(), get(component, before), get(component, after), changes);
            }
        } else if (!Objects.equals(before, after)) {
            changes.add(path + ": changes from " + text(before) + " to " + text(after));
        }
    }

    private static @Nullable Object get(RecordComponent component, Object section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Record) {
            return "one";
        }
        if (value instanceof Enum<?> each) {
            return each.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(FixedKeys::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }
}
