package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Text, streamed and plain. */
public interface TextPart extends ContractPart {

    @Test
    default void answersAsThePlainDocumentSays() {
        Exchange exchange = plain(Ask.user("hi"), Scenario.says("Hello", ", ", "world"));
        Reply reply = exchange.reply(false);
        assertEquals("Hello, world", reply.content());
        assertEquals("stop", reply.finish());
        assertEquals(List.of(), reply.calls());
        SentRequest sent = exchange.sent();
        assertEquals(form().model(), sent.model);
        assertFalse(sent.stream);
        assertEquals(List.of(new SentRequest.Said("user", new SentRequest.Text("hi"))), sent.said);
        assertEquals(List.of(), sent.system);
        assertEquals(List.of(), exchange.ended().dropped());
        found(Feature.PLAIN, Finding.YES);
    }

    @Test
    default void answersAsTheStreamSays() {
        Exchange exchange = streamed(Ask.user("hi"), Scenario.says("Hello", ", ", "world"));
        Reply reply = exchange.reply(true);
        assertEquals("Hello, world", reply.content());
        assertEquals("stop", reply.finish());
        SentRequest sent = exchange.sent();
        assertEquals(form().model(), sent.model);
        assertTrue(sent.stream);
        assertEquals(List.of(new SentRequest.Said("user", new SentRequest.Text("hi"))), sent.said);
        assertEquals(List.of(), exchange.ended().dropped());
        found(Feature.STREAMING, Finding.YES);
    }

    @Test
    default void keepsEveryCharacter() {
        String text = "é世界 👩‍👩‍👧 \"quoted\" \\ / \n\r\t \u2028\u0001 </script> data: [DONE]\n\n: end";
        Exchange exchange = streamed(Ask.user("hi"), Scenario.says("a", text, "z"));
        assertEquals("a" + text + "z", exchange.reply(true).content());
        assertEquals(
                "a" + text + "z",
                both(Ask.user("hi"), Scenario.says("a", text, "z")).content());
    }

    @Test
    default void sendsEveryCharacter() {
        String text = "é世界 👩‍👩‍👧 \"quoted\" \\ / \n\r\t \u2028\u0001 </script>";
        assertEquals(List.of(new SentRequest.Said("user", new SentRequest.Text(text))), sent(Ask.user(text)).said);
    }

    @Test
    default void joinsManyPieces() {
        String[] pieces =
                IntStream.range(0, 400).mapToObj(i -> "piece " + i + ", ").toArray(String[]::new);
        assertEquals(
                String.join("", pieces),
                both(Ask.user("hi"), Scenario.says(pieces)).content());
    }

    @Test
    default void anAnswerWithoutTextIsAnAnswer() {
        Reply reply = both(Ask.user("hi"), Scenario.of());
        assertEquals("", reply.content());
        assertEquals("stop", reply.finish());
    }

    @Test
    default void aWholeDocumentWhereAStreamWasAskedForIsStreamed() {
        Scenario scenario = Scenario.says("all at once");
        Exchange exchange = rig().run(Ask.user("hi"), true, WireAnswer.document(form().document(scenario)));
        assertEquals("all at once", exchange.reply(true).content());
        assertEquals("stop", exchange.reply(true).finish());
    }
}
