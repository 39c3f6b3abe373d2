package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Feed;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.run.WireAnswer.Then;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Piece.Arguments;
import io.penstock.provider.contract.wire.Piece.CallStart;
import io.penstock.provider.contract.wire.Piece.Reasoning;
import io.penstock.provider.contract.wire.Piece.Text;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.chat.error.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A stream that is cut never looks whole, and one in pieces never looks cut. */
public interface TruncationPart extends ContractPart {

    Ask ASK = Ask.withTools("hi");

    /** As much of reasoning, text and two tool calls as the provider has. */
    private Scenario whole() {
        List<Piece> pieces = new ArrayList<>();
        if (form().abilities().contains(Ability.REASONING)) {
            pieces.add(new Reasoning("Let me"));
            pieces.add(new Reasoning(" think é."));
        }
        pieces.add(new Text("Hello "));
        pieces.add(new Text("wörld"));
        if (form().abilities().contains(Ability.TOOLS)) {
            pieces.add(new CallStart(0, "call0000a", "get_weather"));
            pieces.add(new Arguments(0, "{\"city\":\"Zü"));
            pieces.add(new Arguments(0, "rich\"}"));
        }
        if (form().abilities().containsAll(Set.of(Ability.TOOLS, Ability.PARALLEL_TOOLS))) {
            pieces.add(new CallStart(1, "call0001b", "ping"));
        }
        return Scenario.of(pieces.toArray(Piece[]::new));
    }

    @Test
    default void aStreamCutAtAnyByteNeverLooksWhole() {
        ChatCall call = rig().call(ASK, true);
        byte[] bytes = form().stream(whole()).bytes();
        Reply all = Feed.open(form(), call).piece(bytes, 0, bytes.length).end().reply();
        assertEquals(whole().text(), all.content());
        Set<String> judged = new HashSet<>();
        for (int cut = 0; cut < bytes.length; cut++) {
            for (boolean clean : new boolean[] {true, false}) {
                Feed feed = Feed.open(form(), call).piece(bytes, 0, cut);
                feed = clean ? feed.end() : feed.broken();
                // Most cuts leave the client with what it had at the one before.
                if (!clean && !judged.add(feed.isGoing() + feed.text())) {
                    continue;
                }
                String at = "cut at byte " + cut + " of " + bytes.length + (clean ? ", cleanly" : "");
                assertTrue(!clean || !feed.isGoing(), () -> at + ": waits for more than the end");
                try {
                    judge(feed, all);
                } catch (AssertionError wrong) {
                    throw new AssertionError(at + ": " + wrong.getMessage() + "\n" + feed.text(), wrong);
                }
            }
        }
    }

    private void judge(Feed feed, Reply all) {
        if (feed.isDone()) {
            // All that matters had come; only what ends a stream by custom was missing.
            Reply reply = feed.reply();
            assertEquals(all.content(), reply.content());
            assertEquals(all.reasoning(), reply.reasoning());
            assertEquals(all.finish(), reply.finish());
            assertEquals(
                    all.calls().stream().map(Scenario.Call::arguments).toList(),
                    reply.calls().stream().map(Scenario.Call::arguments).toList());
            return;
        }
        Reply begun = feed.reply();
        assertEquals("", begun.finish(), "a finish of a cut answer");
        assertTrue(all.content().startsWith(begun.content()), "other content");
        assertTrue(all.reasoning().startsWith(begun.reasoning()), "other reasoning");
        if (!feed.isGoing()) {
            Failure failure = feed.failed().failure();
            assertEquals("upstream_truncated", failure.error().code());
            boolean seen = !feed.text().isEmpty();
            assertEquals(seen ? Failure.Retry.NEVER : Failure.Retry.ANYWHERE, failure.retry());
        }
    }

    @Test
    default void aStreamInPiecesIsTheSameStream() {
        ChatCall call = rig().call(ASK, true);
        byte[] bytes = form().stream(whole()).bytes();
        List<JsonNode> all =
                Feed.open(form(), call).piece(bytes, 0, bytes.length).end().events();
        Feed single = Feed.open(form(), call);
        for (int i = 0; i < bytes.length; i++) {
            single = single.piece(bytes, i, i + 1);
        }
        assertEquals(all, single.end().events(), "byte by byte");
        Set<String> same = new HashSet<>();
        for (int split = 1; split < bytes.length; split++) {
            Feed feed = Feed.open(form(), call)
                    .piece(bytes, 0, split)
                    .piece(bytes, split, bytes.length)
                    .end();
            assertTrue(feed.isDone(), "split at byte " + split);
            if (same.add(feed.text())) {
                assertEquals(all, feed.events(), "split at byte " + split);
            }
        }
    }

    @Test
    default void aCutConnectionIsAFailureWhereverItIsCut() {
        Streamed stream = form().stream(whole());
        int length = stream.bytes().length;
        for (int i = 0; i < 8; i++) {
            int cut = length * i / 10;
            for (Then then : List.of(Then.END, Then.BREAK)) {
                Exchange exchange = rig().run(ASK, true, WireAnswer.cut(stream, cut, then));
                Failure failure = exchange.failure();
                assertEquals("upstream_truncated", failure.error().code(), () -> "cut at byte " + cut);
                assertEquals("", Reply.begun(exchange.ended().body()).finish());
            }
        }
    }

    @Test
    default void aCutDocumentIsAFailure() {
        String document = form().document(whole());
        for (int i = 0; i < 6; i++) {
            String cut = document.substring(0, document.length() * i / 6);
            Exchange exchange = rig().run(ASK, false, WireAnswer.document(cut));
            assertNotNull(exchange.failure());
            assertEquals("", exchange.ended().body());
            assertEquals(502, exchange.failure().error().status());
        }
    }
}
