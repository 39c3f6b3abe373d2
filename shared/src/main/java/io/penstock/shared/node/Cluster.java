package io.penstock.shared.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.limit.cluster.QuotaMap;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * This node's membership in the Hazelcast cluster. Joining and leaving block for seconds: main
 * thread only. The rest is thread-safe.
 */
public final class Cluster {

    /** Ties a Hazelcast member to the name its beats carry. */
    private static final String NODE_NAME = "penstock.node";
    /** The attribute by which Vert.x knows its members (vertx-hazelcast, custom instances). */
    private static final String VERTX_NODE_ID = "__vertx.nodeId";

    private final HazelcastInstance hazelcast;
    private final ClusterConfig config;
    private final AtomicInteger mostNodes = new AtomicInteger(1);

    private Cluster(HazelcastInstance hazelcast, ClusterConfig config) {
        this.hazelcast = hazelcast;
        this.config = config;
    }

    /** @throws StartException if the port is taken, or a member of that name is already there */
    public static Cluster join(ClusterConfig config, Duration lease, String nodeName) {
        HazelcastInstance hazelcast;
        try {
            hazelcast = Hazelcast.newHazelcastInstance(hazelcastConfig(config, lease, nodeName));
        } catch (RuntimeException e) {
            throw StartException.of(e, config.host(), config.port(), "cluster.port", "--cluster-port");
        }
        Cluster cluster = new Cluster(hazelcast, config);
        if (cluster.names().stream().filter(nodeName::equals).count() > 1) {
            cluster.leave();
            throw new StartException("the cluster '" + config.name() + "' already has a node named '" + nodeName
                    + "'; give this one another name (node.name or --node)");
        }
        return cluster;
    }

    private static Config hazelcastConfig(ClusterConfig cluster, Duration lease, String nodeName) {
        Config config = new Config();
        config.setClusterName(cluster.name());
        config.getMemberAttributeConfig().setAttribute(NODE_NAME, nodeName);
        config.getMemberAttributeConfig()
                .setAttribute(VERTX_NODE_ID, UUID.randomUUID().toString());

        NetworkConfig network = config.getNetworkConfig();
        JoinConfig join = network.getJoin();
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "10");
        // Nodes that start together wait in rounds of this length for one of them to lead.
        join.getTcpIpConfig().setConnectionTimeoutSeconds(1);
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        // Fewer than Hazelcast's 271: little data, and each join and each crash moves partitions.
        config.setProperty("hazelcast.partition.count", "61");
        // Membership is the lease of a node's permits. A silent member is looked for at each heartbeat, so
        // that it is out one interval late.
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", Long.toString(lease.toSeconds() - 1));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");

        network.setPort(cluster.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        if (cluster.kubernetes() != null) {
            join.getKubernetesConfig()
                    .setEnabled(true)
                    .setProperty("service-dns", cluster.kubernetes().service())
                    .setProperty("service-port", Integer.toString(cluster.port()));
            network.getInterfaces().setEnabled(false);
        } else {
            join.getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
        }

        // What Vert.x keeps in the cluster (vertx-hazelcast's default-cluster.xml).
        config.addMultiMapConfig(
                new MultiMapConfig("__vertx.subs").setBackupCount(1).setValueCollectionType("SET"));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        QuotaMap.configure(config, cluster.effectiveQuorum());
        return config;
    }

    public HazelcastInstance hazelcast() {
        return hazelcast;
    }

    /** Names of the members' nodes, in the order they joined. */
    List<String> names() {
        return hazelcast.getCluster().getMembers().stream().map(Cluster::name).toList();
    }

    int quorum() {
        return config.effectiveQuorum();
    }

    /** Nodes that share the limits, those that are not there now included, as far as is known. */
    int expectedNodes() {
        int now = hazelcast.getCluster().getMembers().size();
        return mostNodes.accumulateAndGet(Math.max(now, config.members().size()), Math::max);
    }

    /** Where the event bus of this node listens. */
    String host() {
        return config.host();
    }

    int busPort() {
        return config.busPort();
    }

    boolean hasQuorum() {
        return hazelcast.getLifecycleService().isRunning()
                && hazelcast.getCluster().getMembers().size() >= quorum();
    }

    /**
     * @param handler is given the name of each node whose member is gone, on Hazelcast's thread; not if
     *     another member has that name: one that was refused for it, or the node's own next start
     */
    void onMemberLost(Consumer<String> handler) {
        UUID unused = hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                int unused = expectedNodes();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                String gone = name(event.getMember());
                if (event.getMembers().stream().map(Cluster::name).noneMatch(gone::equals)) {
                    handler.accept(gone);
                }
            }
        });
    }

    void leave() {
        hazelcast.shutdown();
    }

    private static String name(Member member) {
        String name = member.getAttribute(NODE_NAME);
        return name == null ? member.getUuid().toString() : name;
    }
}
