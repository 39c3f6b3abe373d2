package io.penstock.shared.limit;

/**
 * Where a subject stands with one of its limits right after a decision: what the
 * {@code x-ratelimit} headers show.
 *
 * @param used units that count; above the limit where that was lowered, or an estimate too low
 * @param resetMillis until the window is completely free again if nothing more is admitted
 *     (OpenAI's meaning: until the limit "resets to its initial state"); 0 where it is free, and
 *     where there is no window
 */
public record Standing(Subject subject, LimitKind kind, long limit, long used, long resetMillis) {

    /** Units still free, 0 or more. */
    public long remaining() {
        return Math.max(0, limit - used);
    }
}
