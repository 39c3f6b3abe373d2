package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownMembersTest {

    private static final String DETAILS =
            "\"reasoning_details\" : [{\"signature\":\"x]}\\\"\",\"reasoning_details\":{}}, 1]";

    private static String leftOf(String body) {
        return leftOf(body, false);
    }

    private static String leftOf(String body, boolean streamOptions) {
        return new String(
                UnknownMembers.leaveOut(body.getBytes(StandardCharsets.UTF_8), streamOptions), StandardCharsets.UTF_8);
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
        assertEquals(around.formatted(left), leftOf(around.formatted(message.replace("DETAILS", DETAILS))));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{OPTIONS,\"a\":1} | {\"a\":1}",
                "{\"a\":1,OPTIONS,\"messages\":[{DETAILS}]} | {\"a\":1,\"messages\":[{}]}",
                "{OPTIONS,\"messages\":[{DETAILS},{\"b\":2,DETAILS}],\"c\":3} | {\"messages\":[{},{\"b\":2}],\"c\":3}",
                "{\"messages\":[{\"stream_options\":1}],OPTIONS} | {\"messages\":[{\"stream_options\":1}]}",
            })
    void leavesOutAStreamsOptionsToo(String body, String left) {
        String options = "\"stream_options\":{\"include_usage\":true,\"stream_options\":1}";
        assertEquals(left, leftOf(body.replace("OPTIONS", options).replace("DETAILS", DETAILS), true));
    }

    @Test
    void copiesNothingWhereThereIsNothingToLeaveOut() {
        byte[] body = "{\"messages\":[{\"content\":\"hi\",\"reasoning_detail\":1}]}".getBytes(StandardCharsets.UTF_8);
        assertSame(body, UnknownMembers.leaveOut(body, false));
    }
}
