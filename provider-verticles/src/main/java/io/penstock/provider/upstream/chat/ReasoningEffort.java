package io.penstock.provider.upstream.chat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a model shall think: {@code reasoning_effort}. The budgets are those that Google documents for
 * its own OpenAI-compatible endpoint (ai.google.dev/gemini-api/docs/openai, "Thinking"), continued for the
 * levels above; a provider that thinks in levels takes the level.
 */
public enum ReasoningEffort {
    NONE(0),
    MINIMAL(1024),
    LOW(1024),
    MEDIUM(8192),
    HIGH(24576),
    XHIGH(32768),
    MAX(65536);

    private final int budget;

    ReasoningEffort(int budget) {
        this.budget = budget;
    }

    /** Tokens that the model may think, where a provider counts in tokens; 0 for not at all. */
    public int budget() {
        return budget;
    }

    static ReasoningEffort of(String word) {
        for (ReasoningEffort effort : values()) {
            if (effort.name().toLowerCase(Locale.ROOT).equals(word)) {
                return effort;
            }
        }
        throw Parameters.wrong("reasoning_effort", "'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max'");
    }

    static @Nullable ReasoningEffort ofNullable(@Nullable String word) {
        return word == null ? null : of(word);
    }
}
