package io.penstock.provider.gemini.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.gemini.wire.GenerateContentResponse.LogprobsResult;
import io.penstock.provider.gemini.wire.GenerateContentResponse.LogprobsResult.Alternatives;
import io.penstock.provider.gemini.wire.GenerateContentResponse.LogprobsResult.Token;
import io.penstock.provider.upstream.chat.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log probabilities in the API's form. */
final class Logprobs {

    /** What OpenAI's own API says of a token that is as good as impossible. */
    private static final double IMPOSSIBLE = -9999.0;

    private Logprobs() {}

    /** The array that {@code logprobs.content} holds; null for no tokens. */
    static @Nullable String map(LogprobsResult result) {
        List<Token> chosen = result.chosenCandidates();
        if (chosen == null || chosen.isEmpty()) {
            return null;
        }
        List<Alternatives> top = result.topCandidates() == null ? List.of() : result.topCandidates();
        ArrayNode content = WireJson.MAPPER.createArrayNode();
        for (int i = 0; i < chosen.size(); i++) {
            ObjectNode token = content.addObject();
            write(chosen.get(i), token);
            ArrayNode others = token.putArray("top_logprobs");
            List<Token> alternatives = i < top.size() ? top.get(i).candidates() : null;
            if (alternatives != null) {
                alternatives.forEach(each -> write(each, others.addObject()));
            }
        }
        return content.toString();
    }

    private static void write(Token token, ObjectNode into) {
        String text = token.token() == null ? "" : token.token();
        into.put("token", text).put("logprob", token.logProbability() == null ? IMPOSSIBLE : token.logProbability());
        ArrayNode bytes = into.putArray("bytes");
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(each & 0xff);
        }
    }
}
