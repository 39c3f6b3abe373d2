package io.penstock.shared.limit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The last refusals of this node, for its operator. Thread-safe. */
public final class RecentRefusals {

    static final int KEPT = 100;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>(KEPT);

    /** @param client the key's name */
    public record Entry(Instant at, String requestId, String client, Admission.Refused refused) {}

    public synchronized void add(Entry entry) {
        if (entries.size() == KEPT) {
            entries.removeLast();
        }
        entries.addFirst(entry);
    }

    /** The latest first. */
    public synchronized List<Entry> latest() {
        return List.copyOf(entries);
    }
}
