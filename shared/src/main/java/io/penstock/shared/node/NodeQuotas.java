package io.penstock.shared.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.OnUnavailable;
import io.penstock.shared.limit.LocalShareQuotas;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.cluster.HazelcastQuotas;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Where a node's limits are counted: by itself, or with the others of its cluster. */
final class NodeQuotas {

    private NodeQuotas() {}

    /** Blocks for the making of the shared map's proxy. Call outside of any verticle. */
    static Quotas of(Config config, @Nullable Cluster cluster, Vertx vertx, MeterRegistry meters) {
        LocalQuotas local = new LocalQuotas(Clock.systemUTC());
        if (cluster == null) {
            return local;
        }
        Quotas shared = new HazelcastQuotas(cluster.hazelcast(), vertx);
        return config.limits().onUnavailable() == OnUnavailable.REFUSE
                ? shared
                : new LocalShareQuotas(shared, local, cluster::expectedNodes, NodeMeters.localAdmissions(meters));
    }
}
