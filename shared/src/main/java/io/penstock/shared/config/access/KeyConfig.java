package io.penstock.shared.config.access;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's key, known by its hash only.
 *
 * @param name tells the client in logs and metrics, unique
 * @param models what the key may use: exact names, and globs in which {@code *} stands for any
 *     characters, {@code /} included; at least one. A key in a file that has no {@code models} at
 *     all may use every model, as one without limits has none
 * @param modelLimits what the key may ask of single models, beside {@code limits}: by exact names and
 *     globs, the first that matches counts; all models of one glob share its limits
 * @param expires from this moment on the key is refused; null for never
 */
public record KeyConfig(
        String name,
        KeyHash hash,
        List<String> models,
        @Nullable Instant expires,
        Quota limits,
        Map<String, Quota> modelLimits) {

    /** Every model. */
    public static final List<String> ALL_MODELS = List.of("*");

    public KeyConfig {
        Check.line("name", name);
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new InvalidConfigException("models", "must have at least one name or glob; \"*\" is every model");
        }
        for (int i = 0; i < models.size(); i++) {
            Check.line("models[" + i + "]", models.get(i));
        }
        modelLimits = Check.ordered(modelLimits);
        modelLimits.keySet().forEach(pattern -> Check.line("modelLimits." + pattern, pattern));
    }

    /** Whether this key may use the model of that public or {@code provider/model} name. */
    public boolean allows(String model) {
        for (String pattern : models) {
            if (ModelGlob.matches(pattern, model)) {
                return true;
            }
        }
        return false;
    }

    /** The name or glob in {@code modelLimits} that the model of that name falls under; null for none. */
    public @Nullable String limitedAs(String model) {
        for (String pattern : modelLimits.keySet()) {
            if (ModelGlob.matches(pattern, model)) {
                return pattern;
            }
        }
        return null;
    }
}
