package io.penstock.gateway.chat;

import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.chat.request.ChatRequestReader;

/** A chat request's body, and what was found in it. Event loop only. */
@SuppressWarnings("ArrayRecordComponent") // a body is compared by nobody and copied by nobody
record RequestBody(byte[] bytes, ChatPeek peek) {

    static RequestBody read(byte[] bytes) {
        return new RequestBody(bytes, ChatRequestReader.read(bytes));
    }

    boolean stream() {
        return peek.stream();
    }

    /** The body as the candidate's worker gets it: for its model, with its target's own parameters. */
    RequestBody as(Candidate candidate) {
        return as(candidate.leg().model(), candidate.target());
    }

    /** @param model public name of the model that it runs on */
    RequestBody as(String model, Target target) {
        boolean listsModels = peek.models() != null;
        if (!listsModels && target.parameters().isNone()) {
            return this;
        }
        String other = model.equals(peek.model()) ? null : model;
        return read(target.parameters().rewrite(bytes, other, listsModels));
    }
}
