package io.penstock.shared.beat;

import io.penstock.shared.bus.Addresses;

/**
 * A worker instance as gateways see it. Thread-safe.
 */
public final class WorkerRef {

    private final String provider;
    private final String node;
    private final String address;
    private volatile int inFlight;

    WorkerRef(String provider, String node, int instance) {
        this.provider = provider;
        this.node = node;
        this.address = Addresses.worker(provider, node, instance);
    }

    public String provider() {
        return provider;
    }

    public String node() {
        return node;
    }

    public String address() {
        return address;
    }

    /** Attempts running there as of its last beat, at most about a second old. */
    public int inFlight() {
        return inFlight;
    }

    void inFlight(int now) {
        inFlight = now;
    }
}
