package io.penstock.gateway.admission;

import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Subject;
import java.util.List;

/**
 * What a request reserves of its token limits before its provider has counted.
 *
 * @param prompt estimated tokens, or -1 where they were not counted
 * @param completion the most that the request allows, over all its choices; 0 where not counted
 */
public record TokenReserve(long prompt, long completion) {

    /** Of a request under no limit on tokens. */
    public static final TokenReserve NONE = new TokenReserve(-1, 0);

    /**
     * @param prompt as estimated
     * @param fallback completion tokens of a choice where the request names no maximum; so that a small
     *     limit does not refuse everything, never more than what the smallest limit leaves beside the prompt
     */
    static TokenReserve of(long prompt, ChatPeek peek, long fallback, List<Subject> subjects) {
        if (peek.maxTokens() >= 0) {
            return new TokenReserve(prompt, peek.maxTokens() * peek.choices());
        }
        long left = Math.max(1, smallestLimit(subjects) - prompt);
        return new TokenReserve(prompt, Math.min(left, fallback * peek.choices()));
    }

    boolean isNone() {
        return prompt < 0;
    }

    long total() {
        return isNone() ? 0 : prompt + completion;
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
