package io.penstock.shared.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatCodec;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FrameWireTest {

    private static final ChatPeek PEEK =
            new ChatPeek("modèle", null, true, true, 3, 42, 17, new Span(9, 15), new Span(20, 44), Span.ABSENT, 90);

    static final Frame[] FRAMES = {
        new Frame.Body(7, 3, new byte[] {1, 2, 3}),
        new Frame.Credit(-1, "gateway.a.0", Long.MAX_VALUE),
        new Frame.Cancel(Long.MIN_VALUE, Frame.Cancel.Reason.TOO_SLOW),
        new Frame.Data(7, 0, Buffer.buffer("data: {}\n\n"), Usage.estimate(3, 1)),
        new Frame.Data(7, 1, Buffer.buffer(), Usage.reported(Long.MAX_VALUE / 2, 0)),
        new Frame.Head(7, 0, List.of("seed", "logit_bias")),
        new Frame.Head(7, 0, List.of()),
        new Frame.End(7, 1, Buffer.buffer(), Usage.estimate(10, 20)),
        new Frame.End(7, 2, Buffer.buffer("data: [DONE]\n\n"), Usage.reported(10, 20)),
        new Frame.Fail(7, 2, Failure.ofTarget(ApiErrors.providerRateLimited("slow down, é", null, 1500)), null),
        new Frame.Fail(7, 2, Failure.lasting(ApiErrors.badRequest("messages[2].role", "no")), Usage.estimate(10, 20)),
        new Frame.Fail(7, 3, Failure.passing(ApiErrors.draining()), Usage.reported(0, 0)),
        new Frame.Accepted(7),
        new Frame.Bundle(List.of(
                new Frame.Credit(7, "gateway.n.0", 9),
                new Frame.Data(8, 0, Buffer.buffer("x"), Usage.estimate(1, 1)),
                new Frame.Accepted(9))),
        new Frame.Refused(7, Frame.Refused.Reason.BUSY),
        new Frame.Refused(7, Frame.Refused.Reason.TRIPPED),
        new Frame.BodyCredit(7, 123),
        new Frame.Unknown(7),
        new Frame.Unreadable(7, "why")
    };

    @ParameterizedTest
    @FieldSource("FRAMES")
    void comesBackAsItWasSent(Frame frame) {
        Frame back = roundTrip(frame);
        if (frame instanceof Frame.Body body) {
            Frame.Body other = (Frame.Body) back;
            assertEquals(body.sequence(), other.sequence());
            assertArrayEquals(body.piece(), other.piece());
        } else {
            assertEquals(frame, back);
        }
    }

    static Frame.Open open() {
        return new Frame.Open(
                7, "gateway.a.0", "a", "v1", "gpt", true, new Deadlines(1, 2, 3, 4), PEEK, 33, 1000, 5, new byte[] {9, 8
                });
    }

    @Test
    void opensComeBackWhole() {
        Frame.Open open = open();
        Frame.Open back = (Frame.Open) roundTrip(open);
        assertEquals(open.peek(), back.peek());
        assertEquals(open.deadlines(), back.deadlines());
        assertEquals("gateway.a.0", back.replyTo());
        assertEquals("v1", back.config());
        assertEquals(true, back.lastResort());
        assertEquals(33, back.promptTokens());
        assertEquals(1000, back.credit());
        assertEquals(5, back.bodyLength());
        assertArrayEquals(open.piece(), back.piece());
    }

    @ParameterizedTest
    @FieldSource("FRAMES")
    void whatIsCutAnywhereIsUnreadableAndNeverThrows(Frame frame) {
        Buffer wire = Buffer.buffer();
        FrameWire.encode(wire, frame);
        for (int length = 0; length < wire.length(); length++) {
            assertInstanceOf(Frame.Unreadable.class, FrameWire.decode(wire.slice(0, length), 0));
        }
    }

    @Test
    void anotherVersionIsUnreadable() {
        Buffer wire = Buffer.buffer();
        FrameWire.encode(wire, new Frame.Cancel(7, Frame.Cancel.Reason.UNWANTED));
        wire.setByte(0, (byte) 99);
        Frame.Unreadable back = (Frame.Unreadable) FrameWire.decode(wire, 0);
        assertEquals("frame version 99, this node speaks 5", back.why());
    }

    @Test
    void droppedParametersStayFitForAHeaderField() {
        List<String> odd = List.of("top_k", "", "a,b c", "schlüssel", "x\r\nset-cookie: y", "top_k");
        assertEquals(List.of("top_k", "a?b?c", "schl?ssel", "x??set-cookie:?y"), new Frame.Head(7, 0, odd).dropped());
    }

    @Test
    void droppedParametersAreFewAndShort() {
        List<String> many =
                IntStream.range(0, 1000).mapToObj(i -> i + "x".repeat(1000)).toList();
        List<String> told = new Frame.Head(7, 0, many).dropped();
        assertEquals(64, told.size());
        assertEquals("0" + "x".repeat(63), told.get(0));
        assertEquals("63" + "x".repeat(62), told.get(63));
    }

    @Test
    void aCountWithoutItsNamesIsUnreadable() {
        Buffer wire = Buffer.buffer();
        FrameWire.encode(wire, new Frame.Head(7, 0, List.of("seed")));
        for (int count : new int[] {-1, 2, Integer.MAX_VALUE}) {
            wire.setInt(14, count);
            assertInstanceOf(Frame.Unreadable.class, FrameWire.decode(wire, 0));
        }
    }

    @Test
    void beatsComeBackAsTheyWere() {
        Beat beat = new Beat(
                "a",
                5,
                true,
                false,
                true,
                true,
                "v1",
                Map.of("openai", new int[] {1, 2}, "echo", new int[0]),
                new Health(
                        Map.of("openai/gpt", new OpenCircuit(9, 1500, "5 failures in a row")),
                        List.of(new RestingKey("openai", "ab12", "gpt", true, 60_000, 8))),
                Map.of("openai/gpt", new TargetLoad(3, 250)));
        Buffer wire = Buffer.buffer("xx");
        new BeatCodec().encodeToWire(wire, beat);
        Beat back = new BeatCodec().decodeFromWire(2, wire);
        assertEquals("a", back.node());
        assertEquals(5, back.incarnation());
        assertEquals(true, back.wantsAnswer() && back.draining() && back.gateway() && !back.leaving());
        assertArrayEquals(new int[] {1, 2}, back.inFlight().get("openai"));
        assertArrayEquals(new int[0], back.inFlight().get("echo"));
        assertEquals("v1", back.config());
        assertEquals(beat.health(), back.health());
        assertEquals(beat.loads(), back.loads());
    }

    private static Frame roundTrip(Frame frame) {
        Buffer wire = Buffer.buffer("some bytes before");
        int start = wire.length();
        FrameWire.encode(wire, frame);
        return FrameWire.decode(wire, start);
    }
}
