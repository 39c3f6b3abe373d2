package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.TokenEstimate;
import io.penstock.shared.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of one answer: the provider's last ones (Perplexity counts up with every chunk),
 * else Penstock's own estimate. An answer that has ended costs what the provider reported last, be it
 * nothing; while it goes on, text that no report covers is estimated.
 */
public final class UsageTally {

    private final long promptTokens;
    private long textBytes;
    /** How much of the text the last report counts. */
    private long reportedBytes;

    private boolean reportTaken;
    private @Nullable Usage reported;
    private @Nullable RawObject report;

    /** @param promptTokens counted or estimated, for an answer whose provider reports none */
    public UsageTally(long promptTokens) {
        this.promptTokens = promptTokens;
    }

    /** Counts text of the answer, for the estimate. */
    public void addText(long bytes) {
        textBytes += bytes;
    }

    /** Takes a {@code usage} value of any form; one that is no usage is passed over. */
    public void offer(@Nullable RawObject usage) {
        if (usage == null) {
            return;
        }
        long prompt = count(usage, "prompt_tokens");
        long completion = count(usage, "completion_tokens");
        long total = count(usage, "total_tokens");
        if (prompt < 0 || (completion < 0 && total < prompt)) {
            return;
        }
        // xAI counts reasoning in the total only.
        completion = Math.max(Math.max(completion, 0), total - prompt);
        reported = Usage.reported(prompt, completion);
        report = usage;
        reportTaken = true;
    }

    /** A chunk is read to its end: a report in it counts the chunk's own text too. */
    public void chunkTaken() {
        if (reportTaken && reported != null) {
            reportTaken = false;
            // A provider that counts at the end writes zeros until then.
            reportedBytes = reported.completionTokens() > 0 ? textBytes : 0;
        }
    }

    /** Whether the provider has sent text or a report. */
    public boolean isBegun() {
        return textBytes > 0 || reported != null;
    }

    /** Of the whole answer, once it has ended. */
    public Usage usage() {
        return reported == null ? estimate() : reported;
    }

    /** Of the answer as far as it has come: never less than the text that is there. */
    public Usage soFar() {
        long uncounted = textBytes - reportedBytes;
        if (reported == null || (uncounted > 0 && reported.totalTokens() == 0)) {
            return estimate();
        }
        return uncounted == 0
                ? reported
                : Usage.estimate(
                        reported.promptTokens(), reported.completionTokens() + TokenEstimate.ofBytes(uncounted));
    }

    private Usage estimate() {
        return Usage.estimate(promptTokens, TokenEstimate.ofBytes(textBytes));
    }

    /** The {@code usage} for the client, with all details that the provider gave. */
    public RawObject report() {
        Usage usage = usage();
        RawObject json = report == null ? new RawObject() : report.copy();
        put(json, "prompt_tokens", usage.promptTokens());
        put(json, "completion_tokens", usage.completionTokens());
        put(json, "total_tokens", usage.totalTokens());
        long cached = CachedTokens.misplaced(json);
        if (cached != CachedTokens.NONE) {
            CachedTokens.put(json, cached, usage.promptTokens());
        }
        return json;
    }

    /** Whether the provider's own report needs no change. */
    public boolean isAsReported() {
        return report != null
                && isCount(report, "prompt_tokens", usage().promptTokens())
                && isCount(report, "completion_tokens", usage().completionTokens())
                && isCount(report, "total_tokens", usage().totalTokens())
                && CachedTokens.misplaced(report) == CachedTokens.NONE;
    }

    private static void put(RawObject json, String key, long count) {
        if (!isCount(json, key, count)) {
            json.put(key, RawValue.number(count));
        }
    }

    private static boolean isCount(RawObject json, String key, long count) {
        RawValue given = json.value(key);
        return given != null && given.toString().equals(Long.toString(count));
    }

    /** At least 0 and far from overflow, or -1. */
    static long count(RawObject usage, String key) {
        RawValue value = usage.value(key);
        long count = value == null ? -1 : value.integer();
        return count > Long.MAX_VALUE / 4 ? -1 : Math.max(count, -1);
    }
}
