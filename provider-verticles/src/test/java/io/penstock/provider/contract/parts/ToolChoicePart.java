package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.shared.chat.error.ApiError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every form of {@code tool_choice} reaches the provider, or the client hears that it cannot. */
public interface ToolChoicePart extends ContractPart {

    @Test
    default void leavesTheChoiceToTheModel() {
        for (String choice : List.of("'auto'", "null")) {
            SentRequest sent = sent(Ask.withTools("hi").with("tool_choice", choice));
            assertTrue(sent.toolChoice.isEmpty() || sent.toolChoice.equals("auto"), sent.toolChoice);
        }
    }

    @Test
    default void forbidsTools() {
        choose(Feature.TOOL_CHOICE_NONE, "'none'", "none", sent -> sent.tools.isEmpty() && sent.toolChoice.isEmpty());
    }

    @Test
    default void demandsATool() {
        choose(Feature.TOOL_CHOICE_REQUIRED, "'required'", "required", sent -> false);
    }

    @Test
    default void demandsOneTool() {
        choose(
                Feature.TOOL_CHOICE_NAMED,
                "{'type':'function','function':{'name':'ping'}}",
                "named:ping",
                sent -> sent.toolChoice.equals("required") && names(sent).equals(List.of("ping")));
    }

    @Test
    default void allowsSomeTools() {
        choose(
                Feature.TOOL_CHOICE_ALLOWED,
                "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'ping'}}]}}",
                "allowed:required:ping",
                sent -> List.of("required", "named:ping").contains(sent.toolChoice)
                        && (sent.toolChoice.equals("named:ping") || names(sent).equals(List.of("ping"))));
    }

    private static List<String> names(SentRequest sent) {
        return sent.tools.stream().map(SentRequest.Tool::name).toList();
    }

    /** What has the same effect as a choice. */
    interface Adapted {
        boolean isFine(SentRequest sent);
    }

    private void choose(Feature feature, String choice, String word, Adapted adapted) {
        Exchange exchange = plain(Ask.withTools("hi").with("tool_choice", choice), Scenario.says("ok"));
        if (exchange.ended().failure() != null) {
            ApiError error = exchange.failure().error();
            assertEquals(400, error.status(), error::toString);
            assertTrue(List.of("tool_choice", "tools").contains(error.param()), error::toString);
            found(feature, Finding.REFUSED);
            return;
        }
        SentRequest sent = exchange.sent();
        boolean dropped = exchange.ended().dropped().contains("tool_choice")
                || exchange.ended().dropped().contains("tools");
        if (dropped) {
            assertFalse(sent.toolChoice.equals(word), "sent and said to be dropped");
            found(feature, Finding.DROPPED);
        } else if (sent.toolChoice.equals(word)) {
            found(feature, Finding.SENT);
        } else {
            assertTrue(adapted.isFine(sent), () -> "tool_choice is lost: '" + sent.toolChoice + "', " + sent.tools);
            found(feature, Finding.ADAPTED);
        }
    }
}
