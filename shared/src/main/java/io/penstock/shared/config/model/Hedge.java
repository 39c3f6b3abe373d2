package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a second attempt begins beside one that has brought no content yet.
 *
 * @param after how long to wait; null to go by the percentile
 * @param percentile of the target's recent times to first content, 50 to 99; without effect where {@code
 *     after} is given
 */
public record Hedge(@Nullable Duration after, int percentile) {

    public Hedge {
        if (after != null) {
            Check.positive("after", after);
        } else if (percentile < 50 || percentile > 99) {
            throw new InvalidConfigException("after", "must be a duration such as 800ms, or p50 to p99");
        }
    }
}
