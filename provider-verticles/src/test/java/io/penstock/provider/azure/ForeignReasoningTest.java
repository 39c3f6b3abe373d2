package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignReasoningTest {

    private static final String DETAILS =
            "\"reasoning_details\" : [{\"signature\":\"x]}\\\"\",\"reasoning_details\":{}}, 1]";

    private static String leftOf(String body) {
        return new String(
                ForeignReasoning.leaveOut(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{DETAILS} | {}",
                "{ DETAILS , DETAILS } | { }",
                "{DETAILS,\"a\":1} | {\"a\":1}",
                "{ DETAILS , \"a\": 1 } | {\"a\": 1 }",
                "{\"a\":1,DETAILS} | {\"a\":1}",
                "{\"a\":1 , DETAILS , \"b\":2} | {\"a\":1 , \"b\":2}",
                "{DETAILS,DETAILS,\"a\":1,DETAILS,\"b\":2,DETAILS} | {\"a\":1,\"b\":2}",
            })
    void leavesOutTheWholeMemberWhereverItStands(String message, String left) {
        String around = "{\"model\":\"m\", \"messages\" : [ %s , \"odd\", {\"role\":\"user\"}],\"n\":1.0}";
        assertEquals(
                around.formatted(left),
                leftOf(around.formatted(message.replace("DETAILS", DETAILS))));
    }

    @Test
    void looksIntoEveryMessage() {
        assertEquals(
                "{\"messages\":[{\"a\":1},{\"b\":2}]}",
                leftOf("{\"messages\":[{\"a\":1," + DETAILS + "},{" + DETAILS + ",\"b\":2}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_details\":1,\"messages\":[]}",
                "{\"messages\":[{\"content\":\"reasoning_details\"}]}",
                "{\"messages\":[{\"content\":[{\"reasoning_details\":1}]}]}",
                "{\"messages\":{\"reasoning_details\":1}}",
                "{\"metadata\":{\"messages\":[{\"reasoning_details\":1}]},\"messages\":[]}",
            })
    void leavesWhatIsNoMessagesOwnMemberAsItIs(String body) {
        assertEquals(body, leftOf(body));
    }

    @Test
    void copiesNothingWhereThereIsNothingToLeaveOut() {
        byte[] body = "{\"messages\":[{\"content\":\"hi\",\"reasoning_detail\":1}]}".getBytes(StandardCharsets.UTF_8);
        assertSame(body, ForeignReasoning.leaveOut(body));
    }
}
