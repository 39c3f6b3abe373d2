package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.request.ChatPeek;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From the client's body to types. What the gateway has validated already is taken as given; the rest is checked here. */
public final class ChatRequestMapper {

    private ChatRequestMapper() {}

    /**
     * @param body as the gateway has accepted it
     * @throws ApiException with 400 naming the field that is not as the API has it
     */
    public static ChatRequest map(byte[] body, ChatPeek peek) {
        ObjectNode tree = parse(body);
        List<Message> messages = new ArrayList<>();
        int place = 0;
        for (JsonNode message : tree.path("messages")) {
            messages.add(MessageReader.read("messages[" + place++ + "]", message));
        }
        return new ChatRequest(peek, messages, ToolsReader.tools(tree), ToolsReader.choice(tree), new Parameters(tree));
    }

    private static ObjectNode parse(byte[] body) {
        try {
            if (WireJson.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException tooDeepOrTooLong) {
            // The gateway has found it to be JSON, so it is beyond what is taken for a request.
        }
        throw new ApiException(ApiErrors.badRequest(
                null,
                "The request body cannot be translated: it is nested too deeply, or has a number that is too long."));
    }
}
