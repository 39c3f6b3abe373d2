package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Piece.Reasoning;
import io.penstock.provider.contract.wire.Piece.Text;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.chat.Usage;
import org.junit.jupiter.api.Test;

/** Each token counts once, and the same streamed and plain. */
public interface UsagePart extends ContractPart {

    @Test
    default void tellsWhatTheProviderCounted() {
        JsonNode usage = usage(Scenario.says("Hello").costing(Tokens.of(1234, 56)));
        assertEquals(1234, usage.path("prompt_tokens").asLong());
        assertEquals(56, usage.path("completion_tokens").asLong());
        assertEquals(1290, usage.path("total_tokens").asLong());
    }

    @Test
    default void cachedTokensArePartOfThePrompt() {
        needs(Feature.CACHED_TOKENS, Ability.CACHED_TOKENS);
        JsonNode usage = usage(Scenario.says("Hello").costing(new Tokens(2100, 2000, 0, 30, 0)));
        assertEquals(2100, usage.path("prompt_tokens").asLong());
        assertEquals(2000, usage.at("/prompt_tokens_details/cached_tokens").asLong());
        found(Feature.CACHED_TOKENS, Finding.YES);
    }

    @Test
    default void tokensWrittenToTheCacheArePartOfThePrompt() {
        needs(Ability.CACHE_WRITES);
        JsonNode usage = usage(Scenario.says("Hello").costing(new Tokens(2100, 500, 1000, 30, 0)));
        assertEquals(2100, usage.path("prompt_tokens").asLong());
        assertEquals(500, usage.at("/prompt_tokens_details/cached_tokens").asLong());
    }

    @Test
    default void reasoningTokensArePartOfTheCompletion() {
        needs(Feature.REASONING_TOKENS, Ability.REASONING, Ability.REASONING_TOKENS);
        JsonNode usage =
                usage(Scenario.of(new Reasoning("Hm."), new Text("Hello")).costing(new Tokens(20, 0, 0, 130, 100)));
        assertEquals(20, usage.path("prompt_tokens").asLong());
        assertEquals(130, usage.path("completion_tokens").asLong());
        assertEquals(
                100, usage.at("/completion_tokens_details/reasoning_tokens").asLong());
        found(Feature.REASONING_TOKENS, Finding.YES);
    }

    private JsonNode usage(Scenario scenario) {
        Reply reply = both(Ask.user("hi"), scenario);
        assertFalse(reply.usage().isMissingNode());
        return reply.usage();
    }

    @Test
    default void usageIsAccountedForWhereTheClientDoesNotAsk() {
        Ask ask = Ask.user("hi").with("stream_options", "{'include_usage':false}");
        Exchange exchange = streamed(ask, Scenario.says("Hello").costing(Tokens.of(1234, 56)));
        assertEquals("Hello", Reply.streamed(exchange.ended().body(), false).content());
        assertEquals(Usage.reported(1234, 56), exchange.ended().usage());
    }

    @Test
    default void whatTheProviderDoesNotCountIsEstimated() {
        needs(Ability.NO_USAGE);
        Scenario scenario =
                Scenario.says("Hello, this is an answer of some length.").costing(null);
        for (boolean stream : new boolean[] {true, false}) {
            Exchange exchange = stream ? streamed(Ask.user("hi"), scenario) : plain(Ask.user("hi"), scenario);
            Usage usage = exchange.ended().usage();
            assertNotNull(usage, () -> "failed: " + exchange.ended());
            assertTrue(usage.estimated());
            assertEquals(Rig.PROMPT_TOKENS, usage.promptTokens());
            assertTrue(usage.completionTokens() > 5, usage::toString);
            JsonNode told = exchange.reply(stream).usage();
            assertEquals(usage.promptTokens(), told.path("prompt_tokens").asLong());
            assertEquals(
                    usage.completionTokens(), told.path("completion_tokens").asLong());
        }
    }
}
