package io.penstock.gateway.chat;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.config.model.Hedge;
import org.jspecify.annotations.Nullable;

/** How long an attempt stays alone. */
final class HedgeDelay {

    /**
     * A percentile counts up to this many times the median. Where more than a twentieth of the attempts stall, the
     * 95th percentile is a stall itself, and a hedge that waited for it would never cut one short.
     */
    private static final int MEDIANS = 2;

    private HedgeDelay() {}

    /** Milliseconds, or -1 for no hedge: none is configured, or the target's own pace is not known yet. */
    static long of(@Nullable Hedge hedge, Target target, boolean stream, TargetStats stats) {
        if (hedge == null) {
            return -1;
        }
        if (hedge.after() != null) {
            return hedge.after().toMillis();
        }
        long percentile = stats.firstTokenPercentile(target, stream, hedge.percentile());
        return Math.min(percentile, MEDIANS * stats.firstTokenPercentile(target, stream, 50));
    }
}
