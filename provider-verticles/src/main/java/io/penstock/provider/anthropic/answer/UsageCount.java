package io.penstock.provider.anthropic.answer;

import io.penstock.provider.anthropic.wire.UsageForm;
import io.penstock.provider.upstream.TokenUsage;
import org.jspecify.annotations.Nullable;

/** The tokens of one answer, which Anthropic tells at its start and corrects at its end. */
final class UsageCount {

    private long input = TokenUsage.UNKNOWN;
    private long written = TokenUsage.UNKNOWN;
    private long read = TokenUsage.UNKNOWN;
    private long output;
    private long thinking = TokenUsage.UNKNOWN;

    /** Takes what is told; what is not stays. @return whether the prompt's tokens are known */
    boolean update(UsageForm form) {
        input = later(input, form.inputTokens());
        written = later(written, form.cacheCreationInputTokens());
        read = later(read, form.cacheReadInputTokens());
        output = Math.max(0, later(output, form.outputTokens()));
        UsageForm.OutputDetails details = form.outputTokensDetails();
        thinking = later(thinking, details == null ? null : details.thinkingTokens());
        return input >= 0;
    }

    TokenUsage usage() {
        long prompt = input + Math.max(0, written) + Math.max(0, read);
        return new TokenUsage(prompt, read, written, output, thinking);
    }

    /** Servers that only imitate Anthropic's count to zero at the end what they told at the start. */
    private static long later(long known, @Nullable Long told) {
        return told == null || (told == 0 && known > 0) ? known : told;
    }
}
