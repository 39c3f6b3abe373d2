package io.penstock.shared.node;

import io.penstock.shared.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of a node that was given none: its host's, and in a cluster its port, so that it is unique and stays. */
final class NodeNames {

    private NodeNames() {}

    static String nameOf(Config config) {
        String name = config.node().name();
        if (name != null) {
            return name;
        }
        return config.cluster() == null
                ? hostName()
                : hostName() + "-" + config.cluster().port();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
