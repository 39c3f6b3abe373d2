package io.penstock.gateway.chat;

import io.penstock.gateway.routing.target.Target;
import io.penstock.gateway.routing.target.TargetStats;
import io.penstock.shared.config.model.Hedge;
import org.jspecify.annotations.Nullable;

/** How long an attempt stays alone. */
final class HedgeDelay {

    private HedgeDelay() {}

    /** Milliseconds, or -1 for no hedge: none is configured, or the target's own pace is not known yet. */
    static long of(@Nullable Hedge hedge, Target target, boolean stream, TargetStats stats) {
        if (hedge == null) {
            return -1;
        }
        return hedge.after() != null
                ? hedge.after().toMillis()
                : stats.firstTokenPercentile(target, stream, hedge.percentile());
    }
}
