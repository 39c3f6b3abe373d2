package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.SentRequest.Said;
import io.penstock.shared.chat.error.ApiError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations reach the provider whole and in order. */
public interface ConversationPart extends ContractPart {

    /** A transparent pixel. */
    String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    @Test
    default void instructionsAreHeardWhereverTheyStand() {
        SentRequest sent = sent(Ask.conversation(
                "{'role':'system','content':'Be brief.'}",
                "{'role':'user','content':'hi'}",
                "{'role':'assistant','content':'hello'}",
                "{'role':'developer','content':[{'type':'text','text':'Be kind.'}]}",
                "{'role':'user','content':'bye'}"));
        String all = String.join("|", sent.system) + "|" + sent.said;
        assertTrue(all.contains("Be brief."), all);
        assertTrue(all.contains("Be kind."), all);
        assertTrue(all.indexOf("Be brief.") < all.indexOf("Be kind."), all);
        assertEquals(
                List.of("hi", "hello", "bye"),
                texts(sent).stream().filter(text -> !text.contains("Be ")).toList());
        assertTrue(sent.system.stream().anyMatch(text -> text.contains("Be brief.")), all);
    }

    @Test
    default void messagesOfOneRoleInARowKeepTheirOrder() {
        SentRequest sent = sent(Ask.conversation(
                "{'role':'user','content':'one'}",
                "{'role':'user','content':[{'type':'text','text':'two'},{'type':'text','text':'three'}]}",
                "{'role':'assistant','content':'four'}",
                "{'role':'assistant','content':'five'}",
                "{'role':'user','content':'six'}"));
        // Where the provider wants roles in turn, texts of one role may have been joined.
        assertEquals(
                "one two three four five six",
                String.join(" ", texts(sent)).replaceAll("\\s+", " ").trim());
    }

    @Test
    default void anAssistantThatSaidNothingIsNoObstacle() {
        for (String content : List.of("''", "null", "[]")) {
            SentRequest sent = sent(Ask.conversation(
                    "{'role':'user','content':'one'}",
                    "{'role':'assistant','content':" + content + "}",
                    "{'role':'user','content':'two'}"));
            assertEquals(
                    "one two",
                    String.join(" ", texts(sent)).replaceAll("\\s+", " ").trim());
        }
    }

    private static List<String> texts(SentRequest sent) {
        return sent.said.stream()
                .map(said -> ((SentRequest.Text) said.part()).text())
                .toList();
    }

    @Test
    default void imagesInDataUrls() {
        image(Feature.IMAGE_DATA, "data:image/png;base64," + PIXEL);
    }

    @Test
    default void imagesInHttpsUrls() {
        image(Feature.IMAGE_URL, "https://images.example/cat.png?size=2&x=%20");
    }

    private void image(Feature feature, String url) {
        Ask ask = Ask.conversation("{'role':'user','content':[{'type':'text','text':'What is it?'},"
                + "{'type':'image_url','image_url':{'url':'" + url + "'}},{'type':'text','text':'Say.'}]}");
        Exchange exchange = plain(ask, Scenario.says("a cat"));
        if (exchange.ended().failure() != null) {
            ApiError error = exchange.failure().error();
            assertEquals(400, error.status(), error::toString);
            assertTrue(String.valueOf(error.param()).startsWith("messages[0].content[1]"), error::toString);
            found(feature, Finding.REFUSED);
            return;
        }
        assertEquals("a cat", exchange.reply(false).content());
        assertEquals(
                List.of(
                        new Said("user", new SentRequest.Text("What is it?")),
                        new Said("user", new SentRequest.Image(url)),
                        new Said("user", new SentRequest.Text("Say."))),
                exchange.sent().said);
        found(feature, Finding.SENT);
    }

    @Test
    default void argumentsInAHistoryKeepEveryDigit() {
        needs(Ability.TOOLS);
        JsonNode sent = historyArguments("{\\\"a\\\":9007199254740993,\\\"b\\\":[1.0,123456789012345678901234567890]}");
        assertEquals("9007199254740993", sent.path("a").toString());
        assertEquals("123456789012345678901234567890", sent.at("/b/1").toString());
    }

    @Test
    default void noArgumentsInAHistoryAreAnEmptyObject() {
        needs(Ability.TOOLS);
        assertEquals(0, historyArguments("").size());
        assertEquals(0, historyArguments("{}").size());
    }

    private JsonNode historyArguments(String escaped) {
        List<Said> said = sent(Ask.withTools("hi")
                        .message(
                                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call0000a\",\"type\":\"function\","
                                        + "\"function\":{\"name\":\"ping\",\"arguments\":\"" + escaped + "\"}}]}")
                        .message(
                                "{'role':'tool','tool_call_id':'call0000a','content':[{'type':'text','text':'pong'}]}"))
                .said;
        assertEquals(3, said.size(), said::toString);
        assertEquals("tool", said.get(2).role());
        assertTrue(((SentRequest.Result) said.get(2).part()).text().contains("pong"), said::toString);
        return ((SentRequest.Call) said.get(1).part()).arguments();
    }
}
