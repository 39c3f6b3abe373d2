package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Piece.Arguments;
import io.penstock.provider.contract.wire.Piece.CallStart;
import io.penstock.provider.contract.wire.Piece.Text;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.SentRequest.Said;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tool calls and their results, there and back. */
public interface ToolsPart extends ContractPart {

    /** Two calls, the first one's arguments in pieces. */
    Scenario TWO_CALLS = Scenario.of(
            new CallStart(0, "call0000a", "get_weather"),
            new Arguments(0, "{\"city\":\"Zü"),
            new Arguments(0, "rich\",\"days\":9007199254740993}"),
            new CallStart(1, "call0001b", "get_weather"),
            new Arguments(1, "{\"city\":\"Bern\"}"));

    @Test
    default void callsATool() {
        needs(Feature.TOOLS, Ability.TOOLS);
        check(Scenario.of(
                new Text("Let me see."),
                new CallStart(0, "call0000a", "get_weather"),
                new Arguments(0, "{\"city\":"),
                new Arguments(0, " \"Bern\", \"days\": 3}")));
        found(Feature.TOOLS, Finding.YES);
    }

    @Test
    default void callsSeveralToolsAtOnce() {
        needs(Feature.PARALLEL_TOOLS, Ability.TOOLS, Ability.PARALLEL_TOOLS);
        check(TWO_CALLS);
        found(Feature.PARALLEL_TOOLS, Finding.YES);
    }

    @Test
    default void callsAToolWithoutArguments() {
        needs(Ability.TOOLS);
        check(Scenario.of(new CallStart(0, "call0000a", "ping")));
    }

    @Test
    default void callsAToolWithAnEmptyObject() {
        needs(Ability.TOOLS);
        check(Scenario.of(new CallStart(0, "call0000a", "ping"), new Arguments(0, "{}")));
    }

    @Test
    default void callsToolsWhoseArgumentsComeInTurn() {
        needs(Ability.TOOLS, Ability.PARALLEL_TOOLS, Ability.INTERLEAVED_TOOLS);
        check(Scenario.of(
                new CallStart(0, "call0000a", "get_weather"),
                new CallStart(1, "call0001b", "get_weather"),
                new Arguments(1, "{\"city\":\"B"),
                new Arguments(0, "{\"city\":\"Z"),
                new Arguments(1, "ern\"}"),
                new Arguments(0, "ug\"}")));
    }

    @Test
    default void keepsEveryDigitOfArguments() {
        needs(Ability.TOOLS);
        Reply reply = check(Scenario.of(
                new CallStart(0, "call0000a", "get_weather"),
                new Arguments(0, "{\"a\":9007199254740993,\"b\":[123456789012345678901234567890,-0.1"),
                new Arguments(0, "],\"c\":{\"d\":\"9007199254740993 é \\\" \\\\ \"}}")));
        assertTrue(reply.calls().get(0).arguments().contains("9007199254740993"));
        assertTrue(reply.calls().get(0).arguments().contains("123456789012345678901234567890"));
    }

    /** The answer has the scenario's text and calls, streamed and plain. */
    private Reply check(Scenario scenario) {
        Reply reply = both(Ask.withTools("hi"), scenario);
        assertEquals(scenario.text(), reply.content());
        assertEquals("tool_calls", reply.finish());
        List<Scenario.Call> expected = scenario.calls();
        assertEquals(expected.size(), reply.calls().size());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < expected.size(); i++) {
            Scenario.Call call = reply.calls().get(i);
            String arguments = expected.get(i).arguments();
            assertEquals(expected.get(i).name(), call.name());
            assertEquals(Ask.json(arguments.isEmpty() ? "{}" : arguments), Ask.json(call.arguments()));
            assertTrue(ids.add(call.id()), "one id twice");
            if (form().abilities().contains(Ability.TOOL_CALL_IDS)) {
                assertEquals(expected.get(i).id(), call.id());
            }
        }
        return reply;
    }

    @Test
    default void tellsTheProviderWhichToolsThereAre() {
        needs(Ability.TOOLS);
        SentRequest sent = sent(Ask.withTools("hi"));
        assertEquals(
                List.of("get_weather", "ping"),
                sent.tools.stream().map(SentRequest.Tool::name).toList());
        SentRequest.Tool weather = sent.tools.get(0);
        assertEquals("The weather of a city", weather.description());
        assertEquals(
                "Its name",
                weather.parameters().at("/properties/city/description").asText());
        assertEquals("integer", weather.parameters().at("/properties/days/type").asText());
        assertEquals(Ask.json("['city']"), weather.parameters().path("required"));
    }

    @Test
    default void callsAndResultsComeBackToTheProviderAsTheyWere() {
        needs(Ability.TOOLS, Ability.PARALLEL_TOOLS);
        roundTrip(plain(Ask.withTools("hi"), TWO_CALLS).reply(false));
        roundTrip(streamed(Ask.withTools("hi"), TWO_CALLS).reply(true));
    }

    private void roundTrip(Reply reply) {
        Ask next = Ask.withTools("hi").message(assistant(reply));
        next.message(result(reply.calls().get(0).id(), "12 °C"));
        next.message(result(reply.calls().get(1).id(), "{\"degrees\":9007199254740993}"));
        next.message("{'role':'user','content':'and now?'}");
        List<Said> said = sent(next).said;
        assertEquals(
                List.of("user", "assistant", "assistant", "tool", "tool", "user"),
                said.stream().map(Said::role).toList(),
                said::toString);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SentRequest.Call call = (SentRequest.Call) said.get(1 + i).part();
            SentRequest.Result result = (SentRequest.Result) said.get(3 + i).part();
            Scenario.Call expected = TWO_CALLS.calls().get(i);
            assertEquals(expected.name(), call.name());
            assertEquals(Ask.json(expected.arguments()), call.arguments());
            assertEquals(call.id(), result.id(), "a result of another call");
            if (form().abilities().contains(Ability.TOOL_CALL_IDS)) {
                assertEquals(expected.id(), call.id());
            }
            ids.add(String.valueOf(call.id()));
        }
        assertTrue(ids.contains("null") || !ids.get(0).equals(ids.get(1)));
        assertTrue(((SentRequest.Result) said.get(3).part()).text().contains("12 °C"));
        assertTrue(((SentRequest.Result) said.get(4).part()).text().contains("9007199254740993"));
        assertEquals(new SentRequest.Text("and now?"), said.get(5).part());
    }

    /** As a client keeps it in its history. */
    static ObjectNode assistant(Reply reply) {
        ObjectNode message = (ObjectNode) Ask.json("{'role':'assistant','content':null}");
        if (!reply.content().isEmpty()) {
            message.put("content", reply.content());
        }
        if (!reply.reasoning().isEmpty()) {
            message.put("reasoning_content", reply.reasoning());
        }
        if (!reply.details().isEmpty()) {
            message.putArray("reasoning_details").addAll(reply.details());
        }
        for (Scenario.Call call : reply.calls()) {
            ObjectNode json = message.withArray("tool_calls")
                    .addObject()
                    .put("id", call.id())
                    .put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        }
        return message;
    }

    static JsonNode result(String id, String text) {
        return ((ObjectNode) Ask.json("{'role':'tool'}"))
                .put("tool_call_id", id)
                .put("content", text);
    }
}
