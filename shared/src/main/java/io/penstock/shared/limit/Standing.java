package io.penstock.shared.limit;

/**
 * Where a subject stands with one of its limits right after a decision: what the
 * {@code x-ratelimit} headers show.
 *
 * @param remaining units still free, 0 or more
 * @param resetMillis until the window is completely free again if nothing more is admitted
 *     (OpenAI's meaning: until the limit "resets to its initial state"); 0 where it is free
 */
public record Standing(Subject subject, LimitKind kind, long limit, long remaining, long resetMillis) {}
