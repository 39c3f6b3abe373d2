package io.penstock.shared.limit.system;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.penstock.shared.limit.cluster.QuotaMap;
import java.util.List;

/**
 * What one member's process is started with.
 *
 * @param host loopback address of this member alone, by which its connections are known
 * @param publicPort on the host, where the others connect
 * @param members public addresses of all
 * @param noHeartbeatSeconds after which a silent member is out, one heartbeat late
 * @param mergeSeconds between two looks for other clusters to join after a split
 */
record MemberSettings(
        String cluster,
        String host,
        int port,
        int publicPort,
        List<String> members,
        int quorum,
        int noHeartbeatSeconds,
        int mergeSeconds) {

    /** As a node configures its member, but for the times. */
    Config toHazelcast() {
        Config config = new Config();
        config.setClusterName(cluster);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.socket.client.bind", "true");
        config.setProperty("hazelcast.socket.client.bind.any", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.partition.count", "61");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(noHeartbeatSeconds));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", Integer.toString(mergeSeconds));
        config.setProperty("hazelcast.merge.next.run.delay.seconds", Integer.toString(mergeSeconds));
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(false).setPublicAddress(host + ":" + publicPort);
        // Not one of the system's interfaces, which name 127.0.0.1 only.
        config.setProperty("hazelcast.local.localAddress", host);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1).setMembers(members);
        QuotaMap.configure(config, quorum);
        return config;
    }
}
