package io.penstock.shared.config.access;

/** What a node does with requests under a limit while the shared counters cannot answer. */
public enum OnUnavailable {
    /** Refuses them: a limit is never exceeded. */
    REFUSE,
    /** Counts them by itself, against its own share of the limit. */
    LOCAL
}
