package io.penstock.gateway.exchange;

import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.TokenEstimate;
import io.penstock.shared.chat.request.ChatPeek;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt asks of a worker.
 *
 * @param provider whose workers to ask
 * @param target {@code provider/model}, what health goes by
 * @param config version of the configuration that the request runs under
 * @param model the model's name at that provider
 * @param node whose workers to ask first; null for this one's
 * @param lastResort whether to try the target even while its circuit is open
 * @param promptTokens as a tokenizer counted them, or -1 where none has
 * @param prompts how often the provider bills them
 * @param body the client's request as it came; not copied, so not to be changed
 */
public record AttemptRequest(
        String provider,
        String target,
        String config,
        String model,
        @Nullable String node,
        boolean lastResort,
        Deadlines deadlines,
        ChatPeek peek,
        long promptTokens,
        int prompts,
        byte[] body) {

    /** The prompt's tokens as the attempt may be billed them, estimated where they were not counted. */
    public long promptEstimate() {
        return prompts * TokenEstimate.ofPrompt(promptTokens, peek.promptBytes());
    }
}
