package io.penstock.shared.cli;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.Hedge;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.TargetTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What targets have of their own, and durations as the file writes them. */
final class TargetSettings {

    private final Table table = new Table("MODEL", "TARGET", "TIMEOUTS", "DEFAULTS", "OVERRIDES");
    private final boolean any;

    TargetSettings(Config config) {
        boolean found = false;
        for (var model : config.models().entrySet()) {
            int place = 0;
            for (TargetConfig target : model.getValue().targets()) {
                place++;
                if (!target.timeouts().equals(TargetTimeouts.NONE)
                        || !target.defaults().isEmpty()
                        || !target.overrides().isEmpty()) {
                    found = true;
                    table.add(
                            model.getKey(),
                            place + ". " + target.provider() + "/" + target.model(),
                            timeouts(target.timeouts()),
                            parameters(target.defaults()),
                            parameters(target.overrides()));
                }
            }
        }
        this.any = found;
    }

    /** The table; null where no target has anything of its own. */
    @Nullable
    Table table() {
        return any ? table : null;
    }

    static String hedge(Hedge hedge) {
        return hedge.after() == null ? "p" + hedge.percentile() : duration(hedge.after());
    }

    private static String timeouts(TargetTimeouts timeouts) {
        List<String> own = new ArrayList<>();
        add(own, "connect", timeouts.connect());
        add(own, "firstToken", timeouts.firstToken());
        add(own, "idle", timeouts.idle());
        add(own, "total", timeouts.total());
        return String.join(", ", own);
    }

    private static void add(List<String> own, String name, @Nullable Duration value) {
        if (value != null) {
            own.add(name + " " + duration(value));
        }
    }

    /** Numbers and truth values are shown; texts, and what may hold some, can come from the environment. */
    private static String parameters(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + shown(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(String json) {
        char first = json.charAt(0);
        if (json.equals("null")) {
            return " dropped";
        }
        return first == '"' || first == '[' || first == '{' ? "" : " " + json;
    }

    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 60 != 0 ? seconds + "s" : seconds / 60 + "m";
    }
}
