package io.penstock.shared.cli;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.model.Hedge;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.node.ClusterConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a configuration does, for a person to read. */
final class CheckReport {

    private final Config config;
    private final Instant now;
    private final ProviderState states;

    /** @param now tells expired keys from others */
    CheckReport(Config config, Instant now) {
        this.config = config;
        this.now = now;
        this.states = new ProviderState(config);
    }

    void writeTo(PrintWriter out, Path file) {
        out.println(file + " is valid: " + node());
        out.println();
        models().writeTo(out);
        Table settings = new TargetSettings(config).table();
        if (settings != null) {
            out.println();
            settings.writeTo(out);
        }
        String others = states.others();
        if (!others.isEmpty()) {
            out.println();
            out.println("Each of these would switch on one more provider: " + others);
        }
        if (!config.node().isGateway()) {
            return;
        }
        out.println();
        if (config.auth() == AuthMode.NONE) {
            out.println("No keys are asked for (auth: none): every program on this machine may use every model.");
            out.println(
                    "Limits of all of them together: " + limits(config.limits().perKey()));
        } else {
            keys().writeTo(out);
        }
        out.println();
        out.println("Limits of the whole cluster: " + limits(config.limits().total()));
    }

    private String node() {
        String roles =
                config.node().roles().stream().sorted().map(CheckReport::word).collect(Collectors.joining(" and "));
        ClusterConfig cluster = config.cluster();
        return roles
                + (config.node().isGateway()
                        ? " on " + config.http().host() + ":" + config.http().port()
                        : "")
                + (cluster == null
                        ? ""
                        : ", in cluster " + cluster.name() + " with quorum " + cluster.effectiveQuorum());
    }

    private Table models() {
        Table table = new Table("MODEL", "STRATEGY", "TARGET", "WEIGHT", "LIMITS", "PROVIDER");
        config.models().forEach((name, model) -> addTargets(table, name, model));
        // A provider behind no model can still be named by clients, as provider/model.
        config.providers()
                .forEach((name, provider) -> table.add(name + "/…", "", name, "", "", states.of(name, provider)));
        return table;
    }

    private void addTargets(Table table, String name, ModelConfig model) {
        int place = 0;
        for (TargetConfig target : model.targets()) {
            boolean first = place++ == 0;
            ProviderConfig provider = Objects.requireNonNull(config.providers().get(target.provider()));
            table.add(
                    first ? name : "",
                    first ? strategy(model) : "",
                    place + ". " + target.provider() + "/" + target.model(),
                    String.valueOf(target.weight()),
                    first ? limits(model) : "",
                    states.of(target.provider(), provider));
        }
    }

    private static String strategy(ModelConfig model) {
        Hedge hedge = model.hedge();
        return word(model.strategy()) + (hedge == null ? "" : ", hedge after " + TargetSettings.hedge(hedge));
    }

    private Table keys() {
        Table table = new Table("KEY", "MODELS", "LIMITS", "EXPIRES");
        for (KeyConfig key : config.keys()) {
            table.add(key.name(), String.join(", ", key.models()), limits(key), expiry(key.expires()));
        }
        return table;
    }

    private String expiry(@Nullable Instant expires) {
        if (expires == null) {
            return "never";
        }
        return expires + (expires.isAfter(now) ? "" : " (expired)");
    }

    private static String limits(ModelConfig model) {
        boolean perKey = !model.perKey().equals(Quota.NONE);
        return limits(model.limits()) + (perKey ? "; each key: " + limits(model.perKey()) : "");
    }

    private static String limits(KeyConfig key) {
        StringBuilder text = new StringBuilder(limits(key.limits()));
        key.modelLimits()
                .forEach((pattern, quota) ->
                        text.append("; ").append(pattern).append(": ").append(limits(quota)));
        return text.toString();
    }

    private static String limits(Quota quota) {
        List<String> limits = new ArrayList<>();
        add(limits, quota.requestsPerMinute(), "requests/min");
        add(limits, quota.tokensPerMinute(), "tokens/min");
        add(limits, quota.requestsPerDay(), "requests/day");
        add(limits, quota.tokensPerDay(), "tokens/day");
        add(limits, quota.concurrentRequests(), "at once");
        return limits.isEmpty() ? "none" : String.join(", ", limits);
    }

    private static void add(List<String> limits, @Nullable Long limit, String unit) {
        if (limit != null) {
            limits.add(limit + " " + unit);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
