package io.penstock.shared.bus;

/**
 * Where things are on the event bus. All are registered once, at start: registering is a write to a
 * cluster-wide map (2-6 ms), so no request ever adds one.
 */
public final class Addresses {

    /** Every node publishes its beat here, and listens. */
    public static final String BEATS = "penstock.beats";

    private Addresses() {}

    /** Worker instance {@code n} of a provider on a node. */
    public static String worker(String provider, String node, int n) {
        return "worker." + provider + "." + node + "." + n;
    }

    /** Gateway instance {@code n} on a node. */
    public static String gateway(String node, int n) {
        return "gateway." + node + "." + n;
    }
}
