package io.penstock.provider.gemini.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.gemini.Requests;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A request as Gemini gets it.
 *
 * @param dropped the client's names of what it does not get
 */
@NullMarked
record Sent(JsonNode body, List<String> dropped) {

    static final String FLASH = "gemini-2.5-flash";
    static final String PRO_3 = "gemini-3.1-pro-preview";

    /** @param members in JSON with single quotes for double ones */
    static Sent to(String model, String members) {
        ChatRequest chat = Requests.of(members);
        try {
            JsonNode body = WireJson.MAPPER.readTree(RequestMapper.map(chat, model));
            return new Sent(body, chat.parameters().dropped());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With one user message. */
    static Sent asking(String model, String members) {
        return to(model, "'messages':[{'role':'user','content':'Hi'}]," + members);
    }

    /** Only messages. */
    static Sent saying(String model, String messages) {
        return to(model, "'messages':[" + messages + "]");
    }

    /** The JSON at a place, with single quotes for double ones. */
    String at(String pointer) {
        return body.at(pointer).toString().replace('"', '\'');
    }
}
