package io.penstock.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;

/** What the tests of this package read. */
@NullMarked
public final class Requests {

    private Requests() {}

    /** @param members of the request beside the model, in JSON with single quotes for double ones */
    public static ChatRequest of(String members) {
        byte[] body = ("{'model':'m'," + members + "}").replace('\'', '"').getBytes(UTF_8);
        return ChatRequestMapper.map(body, ChatRequestReader.read(body));
    }

    /** Asks for nothing in particular. */
    public static ChatRequest plain() {
        return of("'messages':[{'role':'user','content':'Hi'}]");
    }

    /** A file as Google's servers send it. */
    public static byte[] fixture(String name) {
        try (InputStream file = Requests.class.getResourceAsStream("/gemini/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException("no file " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
