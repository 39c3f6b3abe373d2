package io.penstock.shared.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.config.Config;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.RecentRefusals;
import io.vertx.core.Vertx;

/**
 * What a role gets from its node.
 *
 * @param name the node's, unique in the cluster
 * @param config that the node starts with
 * @param configVersion of its text
 * @param changed to be run when something changed that other nodes should know before the next beat; any thread
 * @param ownLoop where workers say which event loop they are on
 * @param eventLoops how many instances of a verticle keep all event loops busy
 */
public record NodeContext(
        String name,
        Config config,
        String configVersion,
        Runnable changed,
        Vertx vertx,
        OwnLoop ownLoop,
        int eventLoops,
        BeatBoard board,
        Quotas quotas,
        RecentRefusals refusals,
        MeterRegistry meters,
        NodeState state) {}
