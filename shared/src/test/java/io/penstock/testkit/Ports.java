package io.penstock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Free ports of 127.0.0.1 for processes that must be told theirs. Below the range from which the
 * kernel takes the ports of outgoing connections, so that none is gone by the time it is used. Several
 * test JVMs at once have different ones: each has a slice of its own, and listens on its first port.
 */
public final class Ports {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int SLICE = 2_000;
    /** Never closed: it is this JVM's claim of its slice. */
    private static final ServerSocket CLAIM = claim();

    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on, and that no earlier call has given. */
    public static synchronized int free() {
        int first = CLAIM.getLocalPort();
        for (int tries = 0; tries < 10_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(first + 1, first + SLICE);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new AssertionError("no free port between " + first + " and " + (first + SLICE));
    }

    public static boolean isFree(int port) {
        try (ServerSocket probe = listen(port)) {
            return probe != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket claim() {
        for (int first = LOWEST; first < HIGHEST; first += SLICE) {
            ServerSocket claim = listen(first);
            if (claim != null) {
                return claim;
            }
        }
        throw new AssertionError("all slices of the ports between " + LOWEST + " and " + HIGHEST + " are taken");
    }

    private static @Nullable ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            return null;
        }
    }
}
