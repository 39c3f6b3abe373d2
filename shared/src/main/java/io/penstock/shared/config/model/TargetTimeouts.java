package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A target's own deadlines; null leaves the model's. Ranges and meaning as in {@link Timeouts}, but that
 * {@code total} is of one attempt here: when it has passed, another target may be tried.
 */
public record TargetTimeouts(
        @Nullable Duration connect,
        @Nullable Duration firstToken,
        @Nullable Duration idle,
        @Nullable Duration total) {

    public static final TargetTimeouts NONE = new TargetTimeouts(null, null, null, null);

    public TargetTimeouts {
        check("connect", connect);
        check("firstToken", firstToken);
        check("idle", idle);
        check("total", total);
    }

    private static void check(String component, @Nullable Duration value) {
        if (value != null) {
            Check.positive(component, value);
        }
    }
}
