package io.penstock.provider.upstream;

import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.TokenEstimate;
import io.penstock.shared.chat.request.ChatPeek;

/**
 * One attempt, as a provider gets it.
 *
 * @param body the client's request, byte for byte; validated by the gateway
 * @param peek what the gateway found in it
 * @param promptTokens as the gateway counted them, or -1 where it has not
 * @param upstreamModel the model's name at the provider
 * @param deadlines for this attempt
 */
public record ChatCall(byte[] body, ChatPeek peek, long promptTokens, String upstreamModel, Deadlines deadlines) {

    /** The name the client knows, which every answer carries. */
    public String publicModel() {
        return peek.model();
    }

    /** The prompt's tokens, estimated where they were not counted. */
    public long promptEstimate() {
        return TokenEstimate.ofPrompt(promptTokens, peek.promptBytes());
    }
}
