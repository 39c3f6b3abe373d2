package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySpliceTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e9 é\"}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"stream_options\":null`              | `\"stream_options\":{\"include_usage\":true}`",
                "`\"stream_options\" : {}`              | `\"stream_options\" : {\"include_usage\":true}`",
                "`\"stream_options\":{ }`               | `\"stream_options\":{\"include_usage\":true }`",
                "`\"stream_options\":{\"include_usage\" : false , \"x\":1.0}` | `\"stream_options\":{\"include_usage\" : true , \"x\":1.0}`",
                "`\"stream_options\":{\"x\":1,\"include_us\\u0061ge\":null}` | `\"stream_options\":{\"x\":1,\"include_us\\u0061ge\":true}`",
                "`\"stream_options\":{\"include_usage\":true}` | `\"stream_options\":{\"include_usage\":true}`",
                "`\"stream_options\":{ \"include_obfuscation\":false}` | `\"stream_options\":{\"include_usage\":true, \"include_obfuscation\":false}`"
            })
    void asksForUsageInTheOptionsThereAre(String options, String expected) {
        String tail = ", \"seed\" : 9007199254740993,\"t\":1.0 , \"stream\":true " + "}\n";
        String before = "{" + options + ",\"model\": \"a\\u0062\" ," + MESSAGES + tail;
        assertEquals(
                "{" + expected + ",\"model\": \"up\\\"\\\\é/x\" ," + MESSAGES + tail,
                splice(before, "up\"\\é/x", true));
        String after = " { \"model\":\"x\"," + MESSAGES + ",\"stream\":true," + options + "}";
        assertEquals(
                " { \"model\":\"longer\"," + MESSAGES + ",\"stream\":true," + expected + "}",
                splice(after, "longer", true));
        assertEquals(" { \"model\":\"x\"," + MESSAGES + ",\"stream\":true," + expected + "}", splice(after, "x", true));
    }

    @Test
    void addsTheOptionsThatAreAbsent() {
        assertEquals(
                "{\"model\":\"u\"," + MESSAGES + ",\"stream\":true ,\"stream_options\":{\"include_usage\":true}} ",
                splice("{\"model\":\"m\"," + MESSAGES + ",\"stream\":true } ", "u", true));
    }

    @Test
    void leavesPlainRequestsAndUnforcedStreamsWithoutOptions() {
        assertEquals("{\"model\":\"u\"," + MESSAGES + "}", splice("{\"model\":\"m\"," + MESSAGES + "}", "u", true));
        assertEquals(
                "{\"stream\":true,\"model\":\"u\"," + MESSAGES + "}",
                splice("{\"stream\":true,\"model\":\"m\"," + MESSAGES + "}", "u", false));
    }

    @Test
    void copiesNothingWhereNothingChanges() {
        byte[] body = ("{\"model\":\"\\u006d\"," + MESSAGES + "}").getBytes(UTF_8);
        assertSame(body, BodySplice.splice(body, ChatRequestReader.read(body), "m", true));
    }

    private static String splice(String body, String model, boolean forceUsage) {
        byte[] bytes = body.getBytes(UTF_8);
        byte[] spliced = BodySplice.splice(bytes, ChatRequestReader.read(bytes), model, forceUsage);
        ChatPeek reread = ChatRequestReader.read(spliced);
        assertEquals(model, reread.model());
        assertTrue(!forceUsage || !reread.stream() || reread.includeUsage());
        return new String(spliced, UTF_8);
    }
}
