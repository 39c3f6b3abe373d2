package io.penstock.shared.config.yaml;

import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;

/** The sections that say who may use which model, and where it runs. */
final class ModelBinder {

    private ModelBinder() {}

    /** @param section under the model's public name, which a target takes for the provider's where it gives none */
    static ModelConfig model(Section section) {
        return section.read(
                ModelConfig.class,
                s -> new ModelConfig(
                        s.value("strategy", Scalars.oneOf(Strategy.class), Strategy.FAILOVER),
                        s.sections("targets", t -> t.read(TargetConfig.class, target -> target(target, s.name()))),
                        s.value("retries", Scalars::integer, ModelConfig.DEFAULT_RETRIES),
                        s.section("timeouts").read(Timeouts.class, ModelBinder::timeouts),
                        quota(s)));
    }

    static KeyConfig key(Section section) {
        return section.read(KeyConfig.class, s -> {
            // A list that somebody emptied must not come to mean everything.
            boolean everything = !s.hasKey("models");
            return new KeyConfig(
                    s.required("name", text -> text),
                    s.required("hash", KeyHash::parse),
                    everything ? KeyConfig.ALL_MODELS : s.values("models", text -> text),
                    s.optional("expires", Scalars::instant),
                    quota(s));
        });
    }

    private static TargetConfig target(Section s, String publicName) {
        return new TargetConfig(
                s.required("provider", text -> text),
                s.value("model", text -> text, publicName),
                s.value("weight", Scalars::integer, TargetConfig.DEFAULT_WEIGHT));
    }

    private static Timeouts timeouts(Section s) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                s.value("connect", Scalars::duration, d.connect()),
                s.value("firstToken", Scalars::duration, d.firstToken()),
                s.value("idle", Scalars::duration, d.idle()),
                s.value("total", Scalars::duration, d.total()));
    }

    private static Quota quota(Section parent) {
        return parent.section("limits")
                .read(
                        Quota.class,
                        s -> new Quota(
                                s.optional("requestsPerMinute", Scalars::whole),
                                s.optional("tokensPerMinute", Scalars::whole),
                                s.optional("requestsPerDay", Scalars::whole),
                                s.optional("tokensPerDay", Scalars::whole),
                                s.optional("concurrentRequests", Scalars::whole)));
    }
}
