package io.penstock.shared.bus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which event loop of this process serves which address: a frame to an address of one's own loop wakes no other
 * thread, and its data stays in the same core's cache. Any thread.
 */
public final class OwnLoop {

    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    /** The address is served on this thread from now on. */
    public void serves(String address) {
        threads.put(address, Thread.currentThread());
    }

    /** On the thread that did; where another one does by now, nothing changes. */
    public void servesNoMore(String address) {
        boolean unused = threads.remove(address, Thread.currentThread());
    }

    /** Whether it is served on the thread that asks. */
    public boolean has(String address) {
        return threads.get(address) == Thread.currentThread();
    }
}
