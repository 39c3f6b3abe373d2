package io.penstock.shared.limit;

import org.jspecify.annotations.Nullable;

/**
 * The counters cannot answer: no quorum, their owner is being replaced, too slow, or overloaded.
 * Whoever gets this has nothing booked, as far as can be known; what cannot be known counts as used
 * until it leaves the window, so that no limit is ever exceeded. Carries no stack trace: it is a
 * condition, not a bug.
 */
public final class QuotasUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public QuotasUnavailableException(String message) {
        this(message, null);
    }

    public QuotasUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
