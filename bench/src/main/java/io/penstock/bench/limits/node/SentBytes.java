package io.penstock.bench.limits.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.tcp.TcpServerConnection;

/** What a member has written to its connections. Hazelcast publishes that every five seconds only: read inside it. */
final class SentBytes {

    private SentBytes() {}

    static long of(HazelcastInstance member) {
        return ((HazelcastInstanceProxy) member)
                .getOriginal().node.getServer().getConnectionManager(EndpointQualifier.MEMBER).getConnections().stream()
                        .mapToLong(connection ->
                                ((TcpServerConnection) connection).getChannel().bytesWritten())
                        .sum();
    }
}
