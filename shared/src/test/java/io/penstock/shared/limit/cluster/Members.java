package io.penstock.shared.limit.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Hazelcast members of one cluster of its own in this process. One thread only. */
final class Members implements AutoCloseable {

    /** Few enough that each member looks for the others on all of them. */
    private static final int PORTS = 10;

    private final String clusterName = "penstock-test-" + UUID.randomUUID();
    private final int quorum;
    private final int basePort;
    private final List<HazelcastInstance> started = new ArrayList<>();

    Members(int quorum) throws IOException {
        this.quorum = quorum;
        try (ServerSocket free = new ServerSocket(0)) {
            // The members count up from here; leave room below the end of the range.
            basePort = Math.min(free.getLocalPort(), 65_000);
        }
    }

    HazelcastInstance start() {
        Config config = new Config();
        config.setClusterName(clusterName);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.partition.count", "31");
        var network = config.getNetworkConfig();
        network.setPort(basePort).setPortAutoIncrement(true).setPortCount(PORTS);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        var tcp = network.getJoin().getTcpIpConfig().setEnabled(true);
        for (int port = basePort; port < basePort + PORTS; port++) {
            tcp.addMember("127.0.0.1:" + port);
        }
        QuotaMap.configure(config, quorum);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        started.add(member);
        return member;
    }

    @Override
    public void close() {
        started.forEach(member -> member.getLifecycleService().terminate());
    }
}
