package io.penstock.shared.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.config.Config;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.RecentRefusals;
import io.vertx.core.Vertx;

/**
 * What a role gets from its node.
 *
 * @param name the node's, unique in the cluster
 * @param eventLoops how many instances of a verticle keep all event loops busy
 */
public record NodeContext(
        String name,
        Config config,
        Vertx vertx,
        int eventLoops,
        BeatBoard board,
        Quotas quotas,
        RecentRefusals refusals,
        MeterRegistry meters,
        NodeState state) {}
