package io.penstock.shared.config.access;

/** What a node without quorum does with requests under a limit. */
public enum OnUnavailable {
    /** Refuses them: a limit is never exceeded. */
    REFUSE,
    /** Serves its own share of the limit. */
    LOCAL
}
