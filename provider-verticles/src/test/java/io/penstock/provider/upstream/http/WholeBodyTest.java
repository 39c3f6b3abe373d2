package io.penstock.provider.upstream.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.penstock.shared.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeBodyTest {

    private static final int PROMPT_TOKENS = 7;

    /** Reports what it read as completion tokens, one a byte. */
    private static final class Echo extends WholeBody {
        private String document = "unread";

        Echo() {
            super("up", PROMPT_TOKENS);
        }

        @Override
        protected Outcome read(byte[] read) {
            document = new String(read, UTF_8);
            return new Done(Usage.reported(PROMPT_TOKENS, read.length));
        }
    }

    private final Echo body = new Echo();

    private void feed(String piece) {
        assertEquals(AnswerReader.Going.INSTANCE, body.feed(piece.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{,}", ",{},", "{,\"a\":1,}", ",,{,,}"})
    void readsAllPiecesAsOne(String pieces) {
        List.of(pieces.split(",", -1)).forEach(this::feed);
        assertInstanceOf(AnswerReader.Done.class, body.end());
        assertEquals(pieces.replace(",", ""), body.document);
        assertEquals(Usage.reported(PROMPT_TOKENS, body.document.length()), body.usage());
    }

    @Test
    void countsWhatHasComeUntilItIsRead() {
        assertEquals(Usage.estimate(PROMPT_TOKENS, 0), body.usage());
        feed("12345678");
        feed("1234");
        assertEquals(Usage.estimate(PROMPT_TOKENS, 3), body.usage());
    }

    @Test
    void refusesMoreThanItMayHold() {
        byte[] half = new byte[16 * 1024 * 1024];
        assertInstanceOf(AnswerReader.Going.class, body.feed(half));
        assertInstanceOf(AnswerReader.Going.class, body.feed(half));
        AnswerReader.Failed failed = assertInstanceOf(AnswerReader.Failed.class, body.feed(new byte[1]));
        assertEquals("upstream_malformed", failed.failure().error().code());
        assertEquals(Usage.estimate(PROMPT_TOKENS, half.length / 2), failed.billed());
    }
}
