package io.penstock.gateway.admission;

import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Subject;
import java.util.List;

/**
 * What a request reserves of its token limits before its provider has counted.
 *
 * @param prompt estimated tokens, or -1 where they were not counted
 * @param prompts how often a provider bills it
 * @param completion the most that the request allows, over all its choices; 0 where not counted
 */
public record TokenReserve(long prompt, int prompts, long completion) {

    /** What one request that names no maximum may reserve of a limit, or small limits would serve one at a time. */
    private static final long SHARE_OF_LIMIT = 10;

    /** Of a request under no limit on tokens. */
    public static final TokenReserve NONE = new TokenReserve(-1, 1, 0);

    /**
     * @param prompt as estimated
     * @param fallback completion tokens of a choice where the request names no maximum: but no more than
     *     a tenth of the smallest limit
     */
    static TokenReserve of(long prompt, Sending sending, long fallback, List<Subject> subjects) {
        ChatPeek peek = sending.peek();
        if (peek.maxTokens() >= 0) {
            return new TokenReserve(prompt, sending.prompts(), peek.maxTokens() * peek.choices());
        }
        long most = Math.max(1, smallestLimit(subjects) / SHARE_OF_LIMIT);
        return new TokenReserve(prompt, sending.prompts(), Math.min(most, fallback * peek.choices()));
    }

    boolean isNone() {
        return prompt < 0;
    }

    long total() {
        return isNone() ? 0 : allPrompts() + completion;
    }

    /** Prompt tokens that one attempt may be billed. */
    public long allPrompts() {
        return prompt * prompts;
    }

    private static long smallestLimit(List<Subject> subjects) {
        long smallest = Long.MAX_VALUE;
        for (Subject subject : subjects) {
            for (LimitKind kind : LimitKind.values()) {
                if (kind.countsTokens() && subject.limits().has(kind)) {
                    smallest = Math.min(smallest, subject.limits().of(kind));
                }
            }
        }
        return smallest;
    }
}
