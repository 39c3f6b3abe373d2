package io.penstock.shared.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Gives out ports that nothing listens on. Another program may still take one before it is used. */
public final class FreePorts {

    private final Set<Integer> given = new HashSet<>();

    /**
     * The first free port from there on, never the same twice.
     *
     * @throws IllegalStateException if there is none
     */
    public int from(int base) {
        for (int port = Math.max(base, 1); port <= 65535; port++) {
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + base);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
