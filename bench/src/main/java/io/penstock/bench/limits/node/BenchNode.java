package io.penstock.bench.limits.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.penstock.shared.config.access.LimitsConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.cluster.HazelcastQuotas;
import io.penstock.shared.limit.cluster.QuotaMap;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.penstock.shared.limit.ledger.QuotaState;
import io.penstock.shared.node.Cluster;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node as far as its limits go: the member as the product configures it, event loops, quotas. One thread only. */
public final class BenchNode implements AutoCloseable {

    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();
    private static final Duration LEASE = LimitsConfig.DEFAULT.lease();
    private static final int CHUNK = 1_000;

    private final @Nullable HazelcastInstance member;
    private final Vertx vertx;
    private final Quotas quotas;
    private final List<Context> contexts;
    private final SkippingClock clock = new SkippingClock();
    private final Map<String, Clients> loads = new HashMap<>();

    /** @param cluster null for a node without one */
    public BenchNode(@Nullable ClusterConfig cluster, String name) {
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(EVENT_LOOPS);
        vertx = Vertx.builder().with(options).build();
        member = cluster == null ? null : Cluster.join(cluster, LEASE, name).hazelcast();
        quotas = member == null ? new LocalQuotas(clock) : new HazelcastQuotas(member, vertx);
        // Each new context has the next event loop.
        contexts = Stream.generate(vertx::getOrCreateContext).limit(EVENT_LOOPS).toList();
    }

    UUID awaitMembers(int members) throws InterruptedException {
        HazelcastInstance joined = member();
        while (joined.getCluster().getMembers().size() < members
                || !joined.getPartitionService().isClusterSafe()) {
            Thread.sleep(50);
        }
        return joined.getLocalEndpoint().getUuid();
    }

    UUID ownerOf(String subjectId) {
        return member().getPartitionService()
                .getPartition(Subject.groupOf(subjectId))
                .getOwner()
                .getUuid();
    }

    boolean prepare(String name, Load load) {
        loads.put(name, new Clients(quotas, contexts, load));
        return true;
    }

    Clients clients(String load) {
        Clients clients = loads.get(load);
        if (clients == null) {
            throw new IllegalArgumentException("no such load: " + load);
        }
        return clients;
    }

    boolean seed(String load, Past past, int first, int every) {
        Clients clients = clients(load);
        if (member == null) {
            for (int i = 0; i < past.minuteSlots(); i++) {
                clock.skip(Duration.ofSeconds(1));
                clients.subjects().forEach(subject -> quotas.admit(List.of(subject), clients.demand())
                        .await());
            }
            return true;
        }
        IMap<String, QuotaState> map = map();
        long now = member().getCluster().getClusterTime();
        Map<Limits, QuotaState> states = new HashMap<>();
        Map<String, QuotaState> chunk = new HashMap<>();
        List<Subject> subjects = clients.subjects();
        for (int i = first; i < subjects.size(); i += every) {
            Subject subject = subjects.get(i);
            // One state for many: the map keeps a copy for each.
            QuotaState state =
                    states.computeIfAbsent(subject.limits(), limits -> past.state(limits, clients.demand(), now));
            chunk.put(subject.id(), state);
            if (chunk.size() >= CHUNK) {
                map.putAll(chunk);
                chunk.clear();
            }
        }
        map.putAll(chunk);
        return true;
    }

    Map<String, Map<LimitKind, Long>> used(String load) {
        Map<String, Map<LimitKind, Long>> used = new HashMap<>();
        for (Standing standing : quotas.read(clients(load).subjects()).await()) {
            used.computeIfAbsent(standing.subject().id(), id -> new EnumMap<>(LimitKind.class))
                    .put(standing.kind(), standing.used());
        }
        return used;
    }

    Usage usage() {
        return Usage.now(member == null ? 0 : SentBytes.of(member));
    }

    QuotaState state(String load) {
        String first = clients(load).subjects().get(0).id();
        QuotaState state = map().get(first);
        if (state == null) {
            throw new IllegalStateException("no counters of " + first);
        }
        return state;
    }

    boolean clear() {
        map().clear();
        return true;
    }

    private IMap<String, QuotaState> map() {
        return member().getMap(QuotaMap.NAME);
    }

    private HazelcastInstance member() {
        if (member == null) {
            throw new IllegalStateException("a node without a cluster");
        }
        return member;
    }

    /** Leaves without a goodbye: all nodes end at once. */
    @Override
    public void close() {
        if (member != null) {
            member.getLifecycleService().terminate();
        }
        vertx.close().await();
    }
}
