package io.penstock.provider.gemini.answer;

import io.penstock.provider.gemini.request.ToolNames;
import io.penstock.provider.gemini.wire.Content;
import io.penstock.provider.gemini.wire.ContentPart;
import io.penstock.provider.gemini.wire.FunctionCall;
import io.penstock.provider.gemini.wire.GenerateContentResponse.Candidate;
import io.penstock.provider.upstream.chat.RawJson;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.shared.config.model.ProviderType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a candidate, each to the step that it is. */
final class PartsMapper {

    private static final String ORIGIN = ProviderType.GEMINI.word();

    private final AnswerWriter answer;
    private final ToolNames names;
    /** How many calls each candidate has made. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    PartsMapper(AnswerWriter answer, ToolNames names) {
        this.answer = answer;
        this.names = names;
    }

    void map(Candidate candidate) {
        Content content = candidate.content();
        if (content == null || content.parts() == null) {
            return;
        }
        String logprobs = candidate.logprobsResult() == null ? null : Logprobs.map(candidate.logprobsResult());
        for (ContentPart part : content.parts()) {
            if (part != null && map(candidate.index(), part, logprobs)) {
                logprobs = null;
            }
        }
    }

    /** @return whether the logprobs were told with it */
    private boolean map(int choice, ContentPart part, @Nullable String logprobs) {
        FunctionCall call = part.functionCall();
        String id = null;
        boolean told = false;
        if (call != null) {
            id = call(choice, call);
        } else if (part.text() != null && part.thinks()) {
            answer.reasoning(choice, part.text());
        } else if (part.text() != null) {
            told = text(choice, part.text(), logprobs);
        } else if (part.inlineData() != null && part.inlineData().data() != null && !part.thinks()) {
            // The API has no images in answers; in its text this is how one is shown.
            answer.text(
                    choice,
                    "![image](data:" + part.inlineData().mimeType() + ";base64,"
                            + part.inlineData().data() + ")");
        }
        if (part.thoughtSignature() != null && !part.thoughtSignature().isEmpty()) {
            answer.detail(choice, ReasoningDetail.encrypted(ORIGIN, id, part.thoughtSignature()));
        }
        return told;
    }

    private boolean text(int choice, String text, @Nullable String logprobs) {
        if (logprobs == null || text.isEmpty()) {
            answer.text(choice, text);
            return false;
        }
        answer.text(choice, text, logprobs);
        return true;
    }

    private String call(int choice, FunctionCall call) {
        int number = calls.merge(choice, 1, Integer::sum) - 1;
        answer.toolCall(choice, number, call.id(), names.toClient(call.name() == null ? "" : call.name()));
        RawJson arguments = call.args();
        if (arguments != null && arguments.text().startsWith("{")) {
            answer.arguments(choice, number, arguments.text());
        }
        return answer.toolCallId(choice, number);
    }
}
