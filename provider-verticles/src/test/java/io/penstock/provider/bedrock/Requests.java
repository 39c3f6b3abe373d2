package io.penstock.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.request.ChatRequestReader;
import org.jspecify.annotations.NullMarked;

/** Clients' requests, and what becomes of them. JSON may have its strings in single quotes. */
@NullMarked
public final class Requests {

    public static final String CLAUDE = "us.anthropic.claude-sonnet-4-20250514-v1:0";

    private Requests() {}

    /** With these messages, the elements of the array. */
    public static ChatRequest messages(String messages) {
        return chat("{'model':'" + Ask.MODEL + "','messages':[" + messages + "]}");
    }

    /** With these fields behind one message. */
    public static ChatRequest fields(String fields) {
        return chat(withFields(fields));
    }

    /** One user's message of these parts. */
    public static ChatRequest parts(String parts) {
        return messages("{'role':'user','content':[" + parts + "]}");
    }

    /** What Converse is sent for it. */
    public static JsonNode sent(ChatRequest chat, String model) {
        BedrockTranslator translator = new BedrockTranslator((status, headers, body) -> {
            throw new AssertionError("no answer is read");
        });
        return Ask.json(new String(translator.request(chat, model, false).body(), UTF_8));
    }

    /** A call whose request has these fields behind one message. */
    public static ChatCall call(String model, boolean stream, String fields) {
        ObjectNode request = (ObjectNode) Ask.json(withFields(fields));
        byte[] body = request.put("stream", stream).toString().getBytes(UTF_8);
        Deadlines deadlines = new Deadlines(5_000, 30_000, 30_000, 30_000);
        return new ChatCall(body, ChatRequestReader.read(body), 29, model, deadlines);
    }

    private static String withFields(String fields) {
        return "{'model':'" + Ask.MODEL + "','messages':[{'role':'user','content':'hi'}]"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private static ChatRequest chat(String body) {
        byte[] bytes = Ask.json(body).toString().getBytes(UTF_8);
        return ChatRequestMapper.map(bytes, ChatRequestReader.read(bytes));
    }
}
