package io.penstock.provider.worker;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which providers a configuration has switched on, and by which environment variables; never their values. */
final class ProviderNews {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderNews.class);

    private ProviderNews() {}

    static void tell(Config config) {
        String enabled =
                list(config, ProviderConfig::isEnabled, provider -> String.join(", ", provider.setVariables()));
        if (!enabled.isEmpty()) {
            LOG.atInfo()
                    .setMessage("providers enabled")
                    .addKeyValue("providers", enabled)
                    .log();
        }
        String disabled = list(
                config, provider -> !provider.isEnabled(), provider -> String.join(", ", provider.unsetVariables()));
        if (!disabled.isEmpty()) {
            LOG.atInfo()
                    .setMessage("providers disabled: the environment variables of their keys are not set")
                    .addKeyValue("providers", disabled)
                    .log();
        }
    }

    /** Such as {@code echo, openai (OPENAI_API_KEY)}. */
    private static String list(
            Config config, Predicate<ProviderConfig> which, Function<ProviderConfig, String> variables) {
        return config.providers().entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(each -> {
                    String remark = config.discovered().contains(each.getKey())
                            ? "while it runs here"
                            : variables.apply(each.getValue());
                    return each.getKey() + (remark.isEmpty() ? "" : " (" + remark + ")");
                })
                .collect(Collectors.joining(", "));
    }
}
