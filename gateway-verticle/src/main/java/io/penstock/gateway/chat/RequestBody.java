package io.penstock.gateway.chat;

import io.penstock.gateway.routing.Candidate;
import io.penstock.shared.chat.request.ChatPeek;

/** The client's request as the attempts send it on. Event loop only. */
record RequestBody(byte[] bytes, ChatPeek peek) {

    /** What one attempt sends. */
    record Sent(byte[] bytes, ChatPeek peek) {}

    boolean stream() {
        return peek.stream();
    }

    Sent forCandidate(Candidate candidate) {
        return new Sent(bytes, peek);
    }
}
