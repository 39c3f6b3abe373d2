package io.penstock.shared.limit.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.PartitioningStrategyConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitioningStrategy;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.QuotaState;

/** The map that holds the counters: its name, and what every member must be configured with. */
public final class QuotaMap {

    public static final String NAME = "penstock.quotas";
    public static final String SPLIT_BRAIN_PROTECTION = "penstock.quotas.quorum";

    /** Well above {@link Deadlines#MILLIS}, and as short as a node's start can bear. */
    static final long BACKUP_TIMEOUT_MILLIS = 1000;

    static final int BACKUPS = 2;

    /** Threads for {@link ChainTask}s, which wait for the partitions' threads most of the time. */
    private static final int CHAINS = 8;

    private static final String QUORUM = "penstock.quotas.quorum.members";
    private static final String DEPARTURES = "penstock.quotas.departures";

    private QuotaMap() {}

    /**
     * Prepares a member to hold counters and to call for them. Must be the same on all members.
     *
     * <ul>
     *   <li>Two synchronous backups. A call whose backups did not all answer is answered without them
     *       after {@link #BACKUP_TIMEOUT_MILLIS} at the soonest, when its caller has given it up long
     *       since ({@link Deadlines}), or when a member leaves, which voids it too ({@link
     *       Departures}): what was granted survives the crash of a member.
     *   <li>Where a change would go to fewer members than the quorum, while Hazelcast replaces backups
     *       after a member has left or come, nothing is changed ({@link Replicas}). Without a quorum,
     *       and where it is larger than 3, which is all the members that keep a state, what is granted
     *       meanwhile is lost if those that have it crash as well before it is done.
     *   <li>Below the quorum every call fails. After a split the larger side's counters stay: the
     *       smaller one, below the quorum, has granted nothing that they lack.
     *   <li>No eviction; each entry carries its own time to live.
     * </ul>
     *
     * @param quorum members without which nothing is admitted; 1 or less asks for none
     */
    public static void configure(Config config, int quorum) {
        // Not hazelcast.operation.fail.on.indeterminate.state: it holds for every map of the member, and
        // fails Vert.x's own registrations while the cluster is changing.
        config.setProperty("hazelcast.operation.backup.timeout.millis", Long.toString(BACKUP_TIMEOUT_MILLIS));
        QuotaSerializers.register(config.getSerializationConfig());
        MapConfig map = new MapConfig(NAME)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(BACKUPS)
                .setAsyncBackupCount(0)
                .setStatisticsEnabled(false)
                .setPartitioningStrategyConfig(new PartitioningStrategyConfig(new ByGroup()))
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(PutIfAbsentMergePolicy.class.getName()));
        if (quorum > 1) {
            config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(SPLIT_BRAIN_PROTECTION, true, quorum)
                    .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
            map.setSplitBrainProtectionName(SPLIT_BRAIN_PROTECTION);
        }
        config.getUserContext().put(QUORUM, quorum);
        config.addMapConfig(map);
        config.addExecutorConfig(new ExecutorConfig(NAME).setPoolSize(CHAINS).setStatisticsEnabled(false));
    }

    static int quorum(HazelcastInstance member) {
        return member.getUserContext().get(QUORUM) instanceof Integer quorum ? quorum : 1;
    }

    /** Members that must have a change: a quorum, as far as there are backups for it. */
    static int replicas(HazelcastInstance member) {
        return Math.min(quorum(member), 1 + BACKUPS);
    }

    /** One for all who call from this member. */
    static Departures departuresOf(HazelcastInstance member) {
        return (Departures) member.getUserContext().computeIfAbsent(DEPARTURES, key -> new Departures(member));
    }

    static IExecutorService executorOf(HazelcastInstance member) {
        return member.getExecutorService(NAME);
    }

    static IMap<String, QuotaState> of(HazelcastInstance member) {
        return member.getMap(NAME);
    }

    /** A key and what it asks of models lie together, so that one round trip reaches all of them. */
    private static final class ByGroup implements PartitioningStrategy<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public Object getPartitionKey(String subjectId) {
            return Subject.groupOf(subjectId);
        }
    }
}
