package io.penstock.shared.cli;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.vendor.VendorVariables;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whether providers are on, and by which variables: their names, never their values. */
final class ProviderState {

    private final Config config;

    ProviderState(Config config) {
        this.config = config;
    }

    /** Such as {@code enabled by A}, {@code enabled by A: B is not set}, {@code disabled: B is not set}. */
    String of(String name, ProviderConfig provider) {
        if (!config.node().isProvider()) {
            return "as its nodes say";
        }
        if (config.discovered().contains(name)) {
            return "enabled while it runs at " + provider.baseUrl();
        }
        if (!provider.isEnabled()) {
            return disabled(provider);
        }
        List<String> set = provider.setVariables();
        List<String> unset = provider.unsetVariables();
        return "enabled" + (set.isEmpty() ? "" : " by " + String.join(", ", set))
                + (unset.isEmpty() ? "" : ": " + areNotSet(unset));
    }

    static String disabled(ProviderConfig provider) {
        return "disabled: " + areNotSet(provider.unsetVariables());
    }

    private static String areNotSet(List<String> variables) {
        return String.join(", ", variables) + (variables.size() == 1 ? " is not set" : " are not set");
    }

    /** The variables that would switch on more of the built-in providers; empty where the file lists its own. */
    String others() {
        if (!config.builtIn() || !config.node().isProvider()) {
            return "";
        }
        return Arrays.stream(ProviderType.values())
                .filter(type -> !config.providers().containsKey(type.word()))
                .map(type -> String.join(" + ", VendorVariables.needed(type)))
                .filter(variables -> !variables.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
