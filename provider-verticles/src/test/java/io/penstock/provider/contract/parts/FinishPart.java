package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece.Arguments;
import io.penstock.provider.contract.wire.Piece.CallStart;
import io.penstock.provider.contract.wire.Piece.Refusal;
import io.penstock.provider.contract.wire.Piece.Text;
import io.penstock.provider.contract.wire.Scenario;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every end of an answer is told in the API's own words. */
public interface FinishPart extends ContractPart {

    @TestFactory
    default Stream<DynamicTest> tellsWhyTheAnswerEnds() {
        return new TreeMap<>(form().finishReasons())
                .entrySet().stream()
                        .map(reason -> dynamicTest(reason.getKey(), () -> {
                            Finish finish = reason.getValue();
                            Scenario scenario = finish == Finish.TOOL_CALLS
                                    ? Scenario.of(new CallStart(0, "call0000a", "ping"), new Arguments(0, "{}"))
                                    : Scenario.of(new Text("So far"));
                            Reply reply = both(
                                    Ask.withTools("hi"), scenario.ending(finish).endingBy(reason.getKey()));
                            assertEquals(finish.word(), reply.finish());
                            assertEquals(scenario.text(), reply.content());
                        }));
    }

    @Test
    default void aFilteredAnswerKeepsWhatHadCome() {
        needs(Ability.FILTER);
        Reply reply = both(Ask.user("hi"), Scenario.says("So ", "far").ending(Finish.CONTENT_FILTER));
        assertEquals("content_filter", reply.finish());
        assertEquals("So far", reply.content());
    }

    @Test
    default void anAnswerMayBeFilteredWhole() {
        needs(Ability.FILTER);
        Reply reply = both(Ask.user("hi"), Scenario.of().ending(Finish.CONTENT_FILTER));
        assertEquals("content_filter", reply.finish());
        assertEquals("", reply.content());
    }

    @Test
    default void aRefusalIsNoContent() {
        needs(Ability.REFUSAL_TEXT);
        Reply reply = both(Ask.user("hi"), Scenario.of(new Refusal("I will "), new Refusal("not.")));
        assertEquals("I will not.", reply.refusal());
        assertEquals("", reply.content());
    }
}
