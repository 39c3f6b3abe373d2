package io.penstock.bench.server;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.PartitionService;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which of two members counts a key's requests. The cluster itself is asked: a client of Hazelcast's, which is no
 * member and so moves nothing, is told who owns each partition.
 */
final class KeyOwners {

    private static final long PATIENCE_MILLIS = 20_000;
    private static final long BETWEEN_MILLIS = 100;

    private KeyOwners() {}

    /**
     * A key that the member on this port counts. Waits until both members have their share of the partitions, from when on nothing moves.
     *
     * @throws IllegalStateException if they do not get it
     */
    static Key keyOf(int member) {
        HazelcastInstance client = HazelcastClient.newHazelcastClient(configuration(member));
        try {
            PartitionService partitions = client.getPartitionService();
            awaitShares(partitions);
            return Key.MANY.stream()
                    .filter(key -> portOf(partitions.getPartition(group(key)).getOwner()) == member)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("the member on port " + member + " counts none of the keys"));
        } finally {
            client.shutdown();
        }
    }

    private static ClientConfig configuration(int member) {
        ClientConfig config = new ClientConfig();
        config.setClusterName(Nodes.CLUSTER);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().addAddress("127.0.0.1:" + member);
        config.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(PATIENCE_MILLIS);
        return config;
    }

    /** What the map of the limits is partitioned by. */
    private static String group(Key key) {
        return Subject.groupOf(Subject.key(key.name(), Limits.NONE).id());
    }

    private static void awaitShares(PartitionService partitions) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!areShared(partitions)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the members do not share the partitions");
            }
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean areShared(PartitionService partitions) {
        List<Long> shares = partitions.getPartitions().stream()
                .map(Partition::getOwner)
                .filter(Objects::nonNull)
                .collect(Collectors.collectingAndThen(
                        Collectors.groupingBy(owner -> owner, Collectors.counting()),
                        counted -> List.copyOf(counted.values())));
        return shares.size() == 2
                && shares.get(0) + shares.get(1) == partitions.getPartitions().size()
                && Math.abs(shares.get(0) - shares.get(1)) <= 1;
    }

    private static int portOf(Member owner) {
        return owner.getAddress().getPort();
    }
}
