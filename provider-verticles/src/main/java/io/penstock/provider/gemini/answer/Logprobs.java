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
            ArrayNode written = token.putArray("top_logprobs");
            Alternatives others = i < top.size() ? top.get(i) : null;
            List<Token> alternatives = others == null ? null : others.candidates();
            if (alternatives != null) {
                alternatives.forEach(each -> write(each, written.addObject()));
            }
        }
        return content.toString();
    }

    private static void write(@Nullable Token token, ObjectNode into) {
        String text = token == null || token.token() == null ? "" : token.token();
        Double logprob = token == null ? null : token.logProbability();
        into.put("token", text).put("logprob", logprob == null ? IMPOSSIBLE : logprob);
        ArrayNode bytes = into.putArray("bytes");
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(each & 0xff);
        }
    }
}
