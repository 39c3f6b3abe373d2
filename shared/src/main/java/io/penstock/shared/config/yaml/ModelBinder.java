package io.penstock.shared.config.yaml;

import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.model.Hedge;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.Timeouts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections that say who may use which model, and where it runs. */
final class ModelBinder {

    private ModelBinder() {}

    /** @param section under the model's public name, which a target takes for the provider's where it gives none */
    static ModelConfig model(Section section) {
        return section.read(ModelConfig.class, s -> {
            Timeouts timeouts = s.section("timeouts").read(Timeouts.class, ModelBinder::timeouts);
            return new ModelConfig(
                    s.value("strategy", Scalars.oneOf(Strategy.class), Strategy.FAILOVER),
                    s.sections("targets", target -> TargetBinder.target(target, s.name(), timeouts.total())),
                    s.value("retries", Scalars::integer, ModelConfig.DEFAULT_RETRIES),
                    timeouts,
                    s.has("hedge")
                            ? s.section("hedge").read(List.of("after"), hedge -> hedge(hedge, timeouts.total()))
                            : null,
                    quota(s.section("limits")),
                    quota(s.section("perKey")));
        });
    }

    private static Hedge hedge(Section s, Duration total) {
        String after = s.required("after", text -> text);
        if (after.isEmpty() || !Character.isDigit(after.charAt(0))) {
            return new Hedge(null, Scalars.percentile(after));
        }
        return new Hedge(within(total, s, "after"), 0);
    }

    /** @param perKey for a key that says nothing of its limits */
    static KeyConfig key(Section section, Quota perKey) {
        return section.read(KeyConfig.class, s -> {
            // A list that somebody emptied must not come to mean everything.
            boolean everything = !s.hasKey("models");
            return new KeyConfig(
                    s.required("name", text -> text),
                    s.required("hash", KeyHash::parse),
                    everything ? KeyConfig.ALL_MODELS : s.values("models", text -> text),
                    s.optional("expires", Scalars::instant),
                    s.hasKey("limits") ? quota(s.section("limits")) : perKey,
                    s.section("modelLimits").named(ModelBinder::quota));
        });
    }

    private static Timeouts timeouts(Section s) {
        Timeouts d = Timeouts.DEFAULT;
        Duration total = s.value("total", Scalars::duration, d.total());
        return new Timeouts(
                given(within(total, s, "connect"), d.connect()),
                given(within(total, s, "firstToken"), d.firstToken()),
                given(within(total, s, "idle"), d.idle()),
                total);
    }

    /** A default may be longer than the total; who writes such a one expects it to hold. */
    static @Nullable Duration within(Duration total, Section s, String key) {
        Duration given = s.optional(key, Scalars::duration);
        if (given != null && given.compareTo(total) > 0) {
            throw s.fault(
                    key, "is longer than timeouts.total, " + total.toMillis() + "ms, which ends the request first");
        }
        return given;
    }

    private static Duration given(@Nullable Duration given, Duration fallback) {
        return given == null ? fallback : given;
    }

    static Quota quota(Section section) {
        return section.read(
                Quota.class,
                s -> new Quota(
                        s.optional("requestsPerMinute", Scalars::whole),
                        s.optional("tokensPerMinute", Scalars::whole),
                        s.optional("requestsPerDay", Scalars::whole),
                        s.optional("tokensPerDay", Scalars::whole),
                        s.optional("concurrentRequests", Scalars::whole)));
    }
}
