package io.penstock.shared.chat.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import java.util.Base64;

/** Bodies of requests for tests, each of them one that a client may send. */
final class Requests {

    /** What a request with one message costs beside its values: 3 for the message, 1 for "user", 3 for the reply. */
    static final int ONE_MESSAGE = 7;

    private Requests() {}

    /** @param json as it stands in the body */
    static byte[] body(String json) {
        byte[] body = json.getBytes(UTF_8);
        assertDoesNotThrow(() -> ChatRequestReader.read(body), json);
        return body;
    }

    /** @param content a JSON value */
    static byte[] user(String content) {
        return body("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
    }

    /** @param fields of the request, beside its one empty message */
    static byte[] with(String fields) {
        return body("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]," + fields + "}");
    }

    static UpstreamModel openai(String model) {
        return new UpstreamModel(ProviderType.OPENAI, model);
    }

    static String dataUrl(String mediaType, byte[] data) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(data);
    }
}
