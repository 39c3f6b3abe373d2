package io.penstock.shared.limit.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Whether the answer to a call can be believed to have its backups. Any thread.
 *
 * <p>Hazelcast takes a member that leaves for the answer of a backup, in every call that this member
 * has under way, whoever it was sent to (InvocationMonitor.onPotentialBackupLoss). It does so on a
 * thread of its own, some time after the member has gone from the list: so in calls too that were
 * sent after that, to those that are left. On the smaller side of a split these are members that live
 * on and know nothing of the call. So nothing is sent for a moment after a departure, and what was
 * under way then counts for nothing.
 */
final class Departures {

    /** Until Hazelcast is done with a departure: it takes milliseconds. Below {@link Deadlines#MILLIS}. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Cluster cluster;
    private volatile Set<Member> seen;
    private volatile long leftAt = System.nanoTime() - SETTLING_NANOS;

    Departures(HazelcastInstance member) {
        cluster = member.getCluster();
        seen = cluster.getMembers();
        UUID unused = cluster.addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {}

            @Override
            public void memberRemoved(MembershipEvent event) {
                leftAt = System.nanoTime();
            }
        });
    }

    /** How long to wait before a call is sent; 0 or less for not at all. */
    long settlingNanos() {
        Set<Member> members = cluster.getMembers();
        // The listener may hear of it later than a call is made.
        if (!members.containsAll(seen)) {
            leftAt = System.nanoTime();
        }
        seen = members;
        return leftAt + SETTLING_NANOS - System.nanoTime();
    }

    /** Before a call is sent. */
    Set<Member> members() {
        return cluster.getMembers();
    }

    /**
     * When it is answered.
     *
     * @throws NoAnswerException where one of those has left since
     */
    void requireAll(Set<Member> before) {
        if (!cluster.getMembers().containsAll(before)) {
            throw new NoAnswerException("a member left while the counters were asked");
        }
    }
}
