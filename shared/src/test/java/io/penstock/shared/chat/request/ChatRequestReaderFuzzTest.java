package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.shared.chat.error.ApiException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in, the reader refuses it in order, or means the same by it as a provider will. */
class ChatRequestReaderFuzzTest {

    private static final String SEED =
            "{\"model\":\"mod\\u0065l\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                    + "\"text\",\"text\":\"Hi\"}]}],\"stream\":true,\"stream_options\":{\"include_usage\":false},\"n\":2,"
                    + "\"max_tokens\":99,\"temperature\":1.5e0,\"stop\":[\"a\"],\"tools\":[],\"user\":null}";

    private static final String[] PIECES = {
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "false",
        "0",
        "9",
        "99999999999",
        "1e999",
        "-",
        ".5",
        "\\u006d",
        "\"model\":\"x\",",
        "\"stream\":1,",
        "\u00ff",
        "\u0000",
        " ",
        "{}",
        "[]",
        "\"\""
    };

    @Test
    void refusesInOrderOrReadsAsJacksonDoes() throws Exception {
        ObjectMapper jackson = new ObjectMapper();
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] body = mutated(random);
            try {
                ChatPeek peek = ChatRequestReader.read(body);
                accepted++;
                assertSame(peek, jackson.readTree(new String(body, UTF_8)));
                byte[] spliced = BodySplice.splice(body, peek, "up", true);
                assertSame(ChatRequestReader.read(spliced), jackson.readTree(new String(spliced, UTF_8)));
            } catch (ApiException e) {
                assertEquals(400, e.error().status());
            } catch (JsonProcessingException e) {
                throw new AssertionError("accepted what is not JSON: " + new String(body, ISO_8859_1), e);
            }
        }
        assertTrue(accepted > 10_000, "too few valid bodies to mean something: " + accepted);
    }

    private static void assertSame(ChatPeek peek, JsonNode tree) {
        assertEquals(tree.path("model").textValue(), peek.model());
        assertEquals(tree.path("stream").asBoolean(), peek.stream());
        assertEquals(tree.at("/stream_options/include_usage").asBoolean(), peek.includeUsage());
        assertEquals(tree.path("n").asInt(1), peek.choices());
    }

    private static byte[] mutated(Random random) {
        String text = SEED;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(3));
            text = text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(to);
        }
        return text.getBytes(ISO_8859_1);
    }
}
