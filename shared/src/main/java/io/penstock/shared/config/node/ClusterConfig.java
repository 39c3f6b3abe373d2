package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster this node joins. Its members are either listed or found through Kubernetes.
 *
 * @param name nodes of another name are never joined
 * @param host the address that the other members can reach this node at
 * @param port of Hazelcast, 0 to 65535; 0 takes any free one
 * @param busPort of the event bus, 0 to 65535; 0, the default, takes any free one
 * @param members each {@code host:port}; given without a port it is 5701; empty with Kubernetes
 * @param quorum fewer members than this and limits refuse; null for the majority of the members, which
 *     Kubernetes hides, so that there it must be given. Below the majority both sides of a split go on,
 *     and each admits as much as the limits allow
 */
public record ClusterConfig(
        String name,
        String host,
        int port,
        int busPort,
        List<String> members,
        @Nullable KubernetesConfig kubernetes,
        @Nullable Integer quorum) {

    public static final String DEFAULT_NAME = "penstock";
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 5701;

    /** A host name, an IPv4 address, or an IPv6 address in brackets; then, perhaps, a port. */
    private static final Pattern MEMBER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:/\\[\\]]+)(?::(\\d{1,5}))?");

    public ClusterConfig {
        Check.name("name", name);
        Check.host("host", host);
        Check.port("port", port);
        Check.port("busPort", busPort);
        members = withPorts(members);
        if (kubernetes != null && !members.isEmpty()) {
            throw new InvalidConfigException("", "has both members and kubernetes; keep one of them");
        }
        if (kubernetes == null && members.isEmpty()) {
            throw new InvalidConfigException(
                    "", "needs members (such as [\"127.0.0.1:5701\"]) or kubernetes: { service: … }");
        }
        if (quorum == null && kubernetes != null) {
            throw new InvalidConfigException(
                    "", "needs quorum with kubernetes: more than half of the members that are to run, such as 2 of 3");
        }
        if (quorum != null) {
            Check.range("quorum", quorum, 1, kubernetes == null ? members.size() : 1000);
        }
    }

    /** The quorum as given, else the majority of the members. */
    public int effectiveQuorum() {
        return quorum == null ? members.size() / 2 + 1 : quorum;
    }

    private static List<String> withPorts(List<String> members) {
        Set<String> seen = new HashSet<>();
        String[] complete = new String[members.size()];
        for (int i = 0; i < complete.length; i++) {
            Matcher member = MEMBER.matcher(members.get(i));
            if (!member.matches()) {
                throw new InvalidConfigException("members[" + i + "]", "is not host or host:port");
            }
            int port = member.group(2) == null ? DEFAULT_PORT : Integer.parseInt(member.group(2));
            Check.range("members[" + i + "]", port, 1, 65535, "must have a port from 1 to 65535");
            complete[i] = member.group(1) + ":" + port;
            // A member that is listed twice would raise the majority.
            if (!seen.add(complete[i])) {
                throw new InvalidConfigException("members[" + i + "]", "is listed twice");
            }
        }
        return List.of(complete);
    }
}
