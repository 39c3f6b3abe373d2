package io.penstock.shared.chat;

/**
 * Token counts of one completion, as the provider billed them or, where it reports none, as
 * Penstock estimates them.
 *
 * @param promptTokens at least 0, cached ones included
 * @param completionTokens at least 0, reasoning included, over all choices
 * @param estimated true when the provider sent no usage and the counts are Penstock's own
 */
public record Usage(long promptTokens, long completionTokens, boolean estimated) {

    public Usage {
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException("negative token count: " + promptTokens + ", " + completionTokens);
        }
    }

    public static Usage reported(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, false);
    }

    public static Usage estimate(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, true);
    }

    public long totalTokens() {
        return promptTokens + completionTokens;
    }
}
