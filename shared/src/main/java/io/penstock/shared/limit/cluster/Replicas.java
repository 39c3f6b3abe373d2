package io.penstock.shared.limit.cluster;

import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import io.penstock.shared.limit.Subject;

/**
 * How many members a change to a subject goes to. On the partition's thread of its owner.
 *
 * <p>Hazelcast answers a change that has no backups as it answers one that has them all. After a
 * member has left, it needs as many backups as there are other members, but sends only to the first
 * places of the partition's row, of which the one that left has still one: with two members of three
 * that may be to nobody (OperationBackupHandler.makeBackups), until the row is repaired. On the
 * smaller side of a split, where the members are noticed missing one after the other, that would be
 * grants that the larger side knows nothing of.
 */
final class Replicas {

    private Replicas() {}

    /** The owner included. */
    static int of(String subjectId, Node owner) {
        InternalPartitionService partitions = owner.getPartitionService();
        InternalPartition partition =
                partitions.getPartition(partitions.getPartitionId((Object) Subject.groupOf(subjectId)));
        int backups = Math.min(QuotaMap.BACKUPS, partitions.getMaxAllowedBackupCount());
        int count = 1;
        for (int place = 1; place <= backups; place++) {
            PartitionReplica replica = partition.getReplica(place);
            if (replica != null && owner.getClusterService().getMember(replica.address(), replica.uuid()) != null) {
                count++;
            }
        }
        return count;
    }
}
