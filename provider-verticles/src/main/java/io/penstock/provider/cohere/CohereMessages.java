package io.penstock.provider.cohere;

import io.penstock.provider.cohere.wire.CohereRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A conversation in Cohere's form, which is near OpenAI's. */
final class CohereMessages {

    private CohereMessages() {}

    static List<CohereRequest.Message> of(List<Message> conversation) {
        List<CohereRequest.Message> messages = new ArrayList<>();
        List<String> instructions = new ArrayList<>();
        for (Message message : conversation) {
            if (message instanceof Message.Instructions some) {
                instructions.add(text(some.parts()));
            } else if (message instanceof Message.User user) {
                messages.add(CohereRequest.Message.of("user", content(user.parts())));
            } else if (message instanceof Message.Assistant assistant) {
                // A message that says nothing is refused.
                if (!assistant.parts().isEmpty() || !assistant.toolCalls().isEmpty()) {
                    messages.add(assistant(assistant));
                }
            } else if (message instanceof Message.ToolResult result) {
                messages.add(new CohereRequest.Message("tool", text(result.parts()), null, null, result.toolCallId()));
            }
        }
        // "system turn must be the first in the list"
        if (!instructions.isEmpty()) {
            messages.add(0, CohereRequest.Message.of("system", String.join("\n\n", instructions)));
        }
        return messages;
    }

    /** Reasoning goes back where it led to tool calls: Cohere's word for it is the tool plan. */
    private static CohereRequest.Message assistant(Message.Assistant assistant) {
        List<CohereRequest.ToolCall> calls = new ArrayList<>();
        for (Message.ToolCall call : assistant.toolCalls()) {
            calls.add(new CohereRequest.ToolCall(
                    call.id(),
                    "function",
                    new CohereRequest.CalledFunction(
                            call.name(), call.argumentsObject().text())));
        }
        return new CohereRequest.Message(
                "assistant",
                assistant.parts().isEmpty() ? null : text(assistant.parts()),
                calls.isEmpty() ? null : assistant.reasoning(),
                calls.isEmpty() ? null : calls,
                null);
    }

    private static Object content(List<Part> parts) {
        return parts.size() < 2 && parts.stream().allMatch(Part.Text.class::isInstance)
                ? text(parts)
                : parts.stream().map(CohereMessages::part).toList();
    }

    private static CohereRequest.Content part(Part part) {
        return part instanceof Part.Image image
                ? new CohereRequest.Content(
                        "image_url", null, new CohereRequest.ImageUrl(url(image.source()), image.detail()))
                : new CohereRequest.Content("text", text(part), null);
    }

    private static String url(Part.Source source) {
        return source instanceof Part.Source.Inline inline
                ? "data:" + inline.mediaType() + ";base64," + inline.base64()
                : ((Part.Source.Link) source).url();
    }

    private static String text(List<Part> parts) {
        return parts.stream().map(CohereMessages::text).collect(Collectors.joining());
    }

    private static String text(Part part) {
        if (part instanceof Part.Text text) {
            return text.text();
        }
        throw new ApiException(ApiErrors.badRequest(
                part.path(),
                "Invalid '" + part.path()
                        + "': Cohere takes text, and images in messages of the user, but no other part"
                        + " of a message."));
    }
}
