package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Piece.Arguments;
import io.penstock.provider.contract.wire.Piece.CallStart;
import io.penstock.provider.contract.wire.Piece.Reasoning;
import io.penstock.provider.contract.wire.Piece.Signature;
import io.penstock.provider.contract.wire.Piece.Text;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.SentRequest.Said;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reasoning is shown apart from the answer, and its seal goes back to who made it, and to nobody else. */
public interface ReasoningPart extends ContractPart {

    String SEAL = "EqQBCkYIBxgCKkDzseal+/0123456789==";

    @Test
    default void showsReasoningApartFromTheAnswer() {
        needs(Feature.REASONING, Ability.REASONING);
        Scenario scenario = Scenario.of(
                new Reasoning("First, "), new Reasoning("the \"sum\" é."), new Text("It is "), new Text("4."));
        Reply reply = both(Ask.user("2+2?"), scenario);
        assertEquals("First, the \"sum\" é.", reply.reasoning());
        assertEquals("It is 4.", reply.content());
        found(Feature.REASONING, Finding.YES);
    }

    @Test
    default void reasonsBeforeItCallsTools() {
        needs(Ability.REASONING, Ability.TOOLS);
        Reply reply = both(
                Ask.withTools("hi"),
                Scenario.of(
                        new Reasoning("I need the weather."),
                        new CallStart(0, "call0000a", "get_weather"),
                        new Arguments(0, "{\"city\":\"Bern\"}")));
        assertEquals("I need the weather.", reply.reasoning());
        assertEquals("", reply.content());
        assertEquals(1, reply.calls().size());
    }

    @Test
    default void sealedReasoningComesBackAsItWas() {
        needs(Feature.SIGNED_REASONING, Ability.SIGNED_REASONING, Ability.TOOLS);
        Scenario scenario = Scenario.of(
                new Reasoning("I need "),
                new Reasoning("the weather."),
                new Signature(SEAL),
                new CallStart(0, "call0000a", "get_weather"),
                new Arguments(0, "{\"city\":\"Bern\"}"));
        for (Reply reply : List.of(
                plain(Ask.withTools("hi"), scenario).reply(false),
                streamed(Ask.withTools("hi"), scenario).reply(true))) {
            assertFalse(reply.details().isEmpty(), "no reasoning_details");
            assertFalse((reply.content() + reply.reasoning()).contains(SEAL), "the seal among the text");
            SentRequest sent = sent(Ask.withTools("hi")
                    .message(ToolsPart.assistant(reply))
                    .message(ToolsPart.result(reply.calls().get(0).id(), "rain")));
            List<SentRequest.Reasoning> reasoning = sent.said.stream()
                    .map(Said::part)
                    .filter(SentRequest.Reasoning.class::isInstance)
                    .map(SentRequest.Reasoning.class::cast)
                    .toList();
            assertEquals(1, reasoning.size(), sent.said::toString);
            assertEquals(SEAL, reasoning.get(0).signature());
            String text = reasoning.get(0).text();
            assertTrue(text.isEmpty() || text.equals("I need the weather."), text);
            assertTrue(
                    sent.said.stream()
                            .noneMatch(said -> said.part().equals(new SentRequest.Text("I need the weather."))),
                    "reasoning among the text");
        }
        found(Feature.SIGNED_REASONING, Finding.YES);
    }

    @Test
    default void anotherProvidersSealIsNotSent() {
        String own =
                form().config(java.net.URI.create("http://127.0.0.1:1")).type().word();
        for (String other : List.of("anthropic", "gemini", "bedrock")) {
            if (other.equals(own)) {
                continue;
            }
            ObjectNode message = (ObjectNode) Ask.json("{'role':'assistant','content':'It rains.'}");
            message.set("reasoning_details", Ask.json("""
                    [{'type':'reasoning.text','format':'%s','index':0,'text':'foreign thought','signature':'%s'},
                     {'type':'reasoning.encrypted','format':'%s','index':1,'data':'%s'}]
                    """.formatted(other, SEAL, other, SEAL)));
            Ask ask = Ask.user("hi").message(message).message("{'role':'user','content':'more'}");
            Exchange exchange = plain(ask, Scenario.says("ok"));
            assertNotNull(exchange.upstream());
            String body = exchange.upstream().text();
            assertFalse(body.contains(SEAL), "a seal of " + other + " was sent: " + body);
            assertFalse(body.contains("foreign thought"), "a thought of " + other + " was sent: " + body);
            List<Said> said = exchange.sent().said;
            assertEquals(
                    List.of("hi", "It rains.", "more"),
                    said.stream()
                            .map(each -> ((SentRequest.Text) each.part()).text())
                            .toList());
        }
    }
}
