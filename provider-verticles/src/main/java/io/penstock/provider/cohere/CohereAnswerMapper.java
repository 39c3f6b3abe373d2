package io.penstock.provider.cohere;

import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.provider.cohere.wire.CohereAnswer;
import io.penstock.provider.cohere.wire.CohereEvent;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From Cohere's answer to the client's: the same steps whether it comes whole or in events. Citations are left out. */
final class CohereAnswerMapper implements EventMapper {

    private static final ObjectReader EVENT = WireJson.MAPPER.readerFor(CohereEvent.class);
    private static final ObjectReader ANSWER = WireJson.MAPPER.readerFor(CohereAnswer.class);
    private static final int CHOICE = 0;

    private final AnswerWriter answer;
    /** Tool calls whose arguments have begun. */
    private final Set<Integer> begun = new HashSet<>();

    CohereAnswerMapper(AnswerWriter answer) {
        this.answer = answer;
    }

    @Override
    public Step event(@Nullable String name, byte[] data, int start, int end) throws IOException {
        if (data[start] == '[') {
            return Step.END; // [DONE]
        }
        CohereEvent event = EVENT.readValue(data, start, end - start);
        if (event.type() == null) {
            return new Step.Error(ErrorBody.read(Arrays.copyOfRange(data, start, end)));
        }
        CohereAnswer delta = event.delta();
        return delta == null
                ? Step.GOING
                : tell(delta, event.index(), event.logprobs() == null ? null : List.of(event.logprobs()));
    }

    Step document(byte[] document) throws IOException {
        CohereAnswer whole = ANSWER.readValue(document);
        return tell(whole, 0, whole.logprobs());
    }

    private Step tell(CohereAnswer said, int firstCall, @Nullable List<CohereAnswer.Logprob> logprobs) {
        if (said.message() != null) {
            tell(said.message(), firstCall, logprobs);
        }
        if (said.usage() != null) {
            tell(said.usage());
        }
        String reason = said.finishReason();
        if (said.error() != null || "ERROR".equals(reason) || "TIMEOUT".equals(reason)) {
            return new Step.Error(ErrorBody.of(500, reason == null ? "" : reason, said.error()));
        }
        if (reason == null) {
            return Step.GOING;
        }
        answer.finish(CHOICE, reason);
        return Step.END;
    }

    private void tell(CohereAnswer.Message message, int firstCall, @Nullable List<CohereAnswer.Logprob> logprobs) {
        if (message.toolPlan() != null) {
            answer.reasoning(CHOICE, message.toolPlan());
        }
        String elements = CohereLogprobs.elements(logprobs);
        for (CohereAnswer.Content content : listOf(message.content())) {
            if (content.thinking() != null) {
                answer.reasoning(CHOICE, content.thinking());
            }
            if (content.text() != null && elements != null) {
                answer.text(CHOICE, content.text(), elements);
                elements = null;
            } else if (content.text() != null) {
                answer.text(CHOICE, content.text());
            }
        }
        int place = firstCall;
        for (CohereAnswer.ToolCall call : listOf(message.toolCalls())) {
            tell(place++, call);
        }
    }

    private void tell(int place, CohereAnswer.ToolCall call) {
        CohereAnswer.Function function = call.function();
        if (function == null) {
            return;
        }
        if (function.name() != null) {
            answer.toolCall(CHOICE, place, call.id(), function.name());
        }
        String arguments = function.arguments();
        if (arguments == null || arguments.isEmpty()) {
            return;
        }
        // What a call of a tool without parameters may have in the place of an object.
        if (begun.add(place) && arguments.equals("null")) {
            return;
        }
        answer.arguments(CHOICE, place, arguments);
    }

    /** Of the two counts only the tokens' has those in it that Cohere adds to a prompt, and the cached ones. */
    private void tell(CohereAnswer.Usage usage) {
        CohereAnswer.Count count = usage.tokens() == null ? usage.billedUnits() : usage.tokens();
        if (count != null) {
            long cached = usage.cachedTokens() == null
                    ? TokenUsage.UNKNOWN
                    : usage.cachedTokens().longValue();
            answer.usage(new TokenUsage(
                    whole(count.inputTokens()),
                    cached,
                    TokenUsage.UNKNOWN,
                    whole(count.outputTokens()),
                    TokenUsage.UNKNOWN));
        }
    }

    private static long whole(@Nullable Double count) {
        return count == null ? 0 : count.longValue();
    }

    private static <T> List<T> listOf(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
