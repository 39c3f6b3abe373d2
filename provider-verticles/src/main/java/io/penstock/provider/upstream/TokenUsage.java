package io.penstock.provider.upstream;

import io.penstock.shared.chat.Usage;

/**
 * A provider's own count of an answer, in the API's terms: each token once.
 *
 * @param prompt all tokens of the prompt, cached ones included
 * @param cached those of the prompt that were read from a cache; -1 where the provider says nothing of them
 * @param cacheWritten those of the prompt that were written to a cache; -1 where it says nothing
 * @param completion all tokens of the answer, reasoning included
 * @param reasoning those of the answer that are reasoning; -1 where it says nothing
 */
public record TokenUsage(long prompt, long cached, long cacheWritten, long completion, long reasoning) {

    /** What is not told. */
    public static final long UNKNOWN = -1;

    /** More than any model has: a count beyond it is nonsense, and far from overflow. */
    private static final long MOST = 1L << 40;

    public TokenUsage {
        prompt = bounded(prompt, 0);
        completion = bounded(completion, 0);
        cached = bounded(cached, UNKNOWN);
        cacheWritten = bounded(cacheWritten, UNKNOWN);
        reasoning = bounded(reasoning, UNKNOWN);
    }

    public static TokenUsage of(long prompt, long completion) {
        return new TokenUsage(prompt, UNKNOWN, UNKNOWN, completion, UNKNOWN);
    }

    /** What limits count. */
    public Usage total() {
        return Usage.reported(prompt, completion);
    }

    private static long bounded(long count, long least) {
        return Math.min(MOST, Math.max(least, count));
    }
}
