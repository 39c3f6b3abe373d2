package io.penstock.gateway.chat;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.auth.Authenticator;
import io.penstock.gateway.routing.RouteTable;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.tokens.PromptTokens;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.model.UpstreamModel;
import io.penstock.shared.config.node.CorsConfig;
import io.penstock.shared.limit.LimitedSubjects;
import io.penstock.shared.limit.Quotas;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration makes of the gateway. Immutable; any thread. A request keeps the one that it
 * began under, whatever is loaded meanwhile.
 *
 * @param version of the configuration's text
 */
public record Setup(
        String version,
        Config config,
        Authenticator authenticator,
        RouteTable routes,
        LimitedSubjects limited,
        Admissions admissions) {

    static Setup of(Config config, String version, Vertx vertx, Quotas quotas, PromptTokens tokens) {
        return new Setup(
                version,
                config,
                new Authenticator(config, Clock.systemUTC()),
                new RouteTable(config),
                new LimitedSubjects(config),
                new Admissions(vertx, quotas, tokens, config.limits().defaultMaxTokens()));
    }

    /**
     * A page can send no key that it was not given, so every page may call where keys are asked for.
     * Where none are, any page a person visits could spend the operator's money: that must be said.
     */
    public @Nullable CorsConfig cors() {
        CorsConfig configured = config.http().cors();
        return configured == null && config.auth() == AuthMode.KEYS ? new CorsConfig(List.of("*")) : configured;
    }

    boolean limitsAnything() {
        return limited.all().findAny().isPresent();
    }

    boolean limitsTokens() {
        return limited.all().anyMatch(subject -> subject.limits().hasTokens());
    }

    /** The providers' own names of all models that can be asked for by a public one. */
    List<UpstreamModel> upstreamModels() {
        return routes.targets().map(Target::upstream).distinct().toList();
    }
}
