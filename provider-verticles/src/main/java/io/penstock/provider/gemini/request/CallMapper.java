package io.penstock.provider.gemini.request;

import io.penstock.provider.gemini.wire.Content;
import io.penstock.provider.gemini.wire.ContentPart;
import io.penstock.provider.gemini.wire.FunctionCall;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the model said before: its text, its calls, and the sealed reasoning that came with either, each at
 * the part that it belongs to (ai.google.dev/gemini-api/docs/thought-signatures).
 */
final class CallMapper {

    /**
     * Stands for the signature of a call that Gemini did not make, or whose client did not keep it: without any
     * Gemini 3 refuses the request. As documented under "thought signatures", FAQs.
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private CallMapper() {}

    /** @param current whether the turn is not over: signatures of earlier ones are not asked for */
    static Content map(Message.Assistant said, GeminiModel model, ToolNames names, boolean current) {
        Map<String, String> ofCalls = new HashMap<>();
        Deque<String> ofText = new ArrayDeque<>();
        for (ReasoningDetail detail : said.detailsOf(ProviderType.GEMINI.word())) {
            String signature = detail.data() == null ? detail.signature() : detail.data();
            if (signature != null && detail.id() != null) {
                ofCalls.put(detail.id(), signature);
            } else if (signature != null) {
                ofText.add(signature);
            }
        }
        List<ContentPart> parts = new ArrayList<>();
        texts(said.parts(), ofText, parts);
        boolean missing = current
                && model.isStrictOnCalls()
                && said.toolCalls().stream().noneMatch(call -> ofCalls.containsKey(call.id()));
        for (Message.ToolCall call : said.toolCalls()) {
            // Of calls in parallel only the first is signed.
            String signature = missing ? NO_SIGNATURE : ofCalls.get(call.id());
            missing = false;
            parts.add(call(call, model, names, signature));
        }
        return new Content(Content.MODEL, parts);
    }

    private static ContentPart call(
            Message.ToolCall call, GeminiModel model, ToolNames names, @Nullable String signature) {
        String id = model.isStrictOnCalls() ? call.id() : null;
        return ContentPart.call(new FunctionCall(id, names.toGemini(call.name()), call.argumentsObject()), signature);
    }

    private static void texts(List<Part> said, Deque<String> signatures, List<ContentPart> parts) {
        int last = -1;
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i) instanceof Part.Text text && !text.text().isEmpty()) {
                last = i;
            }
        }
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i) instanceof Part.Text text) {
                if (!text.text().isEmpty()) {
                    parts.add(ContentPart.text(text.text(), i == last ? signatures.poll() : null));
                }
            } else {
                parts.add(PartMapper.map(said.get(i)));
            }
        }
        // A stream can end with a signature on a part without text; it goes back as such a part.
        for (String signature : signatures) {
            parts.add(ContentPart.text("", signature));
        }
    }
}
