package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.chat.request.BodyParameters;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.util.Map;

/** The request for one of several choices. */
final class OneChoice {

    /** Not 1 but absent: a provider that has no {@code n} may refuse it whatever it says. */
    private static final BodyParameters WITHOUT_N = new BodyParameters(Map.of(), Map.of("n", "null"));

    private OneChoice() {}

    /** The same request without {@code n}; every other byte of its body stays as it is. */
    static ChatCall of(ChatCall request) {
        byte[] body = WITHOUT_N.rewrite(request.body(), null, false);
        return new ChatCall(
                body,
                ChatRequestReader.read(body),
                request.promptTokens(),
                request.upstreamModel(),
                request.deadlines());
    }
}
