package io.penstock.provider.upstream;

import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.request.ChatPeek;

/**
 * One attempt, as a provider gets it.
 *
 * @param body the client's request, byte for byte; validated by the gateway
 * @param peek what the gateway found in it
 * @param upstreamModel the model's name at the provider
 * @param deadlines for this attempt
 */
public record ChatCall(byte[] body, ChatPeek peek, String upstreamModel, Deadlines deadlines) {

    /** The name the client knows, which every answer carries. */
    public String publicModel() {
        return peek.model();
    }
}
