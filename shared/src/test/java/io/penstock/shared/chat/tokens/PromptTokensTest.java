package io.penstock.shared.chat.tokens;

import static io.penstock.shared.chat.tokens.Requests.ONE_MESSAGE;
import static io.penstock.shared.chat.tokens.Requests.body;
import static io.penstock.shared.chat.tokens.Requests.openai;
import static io.penstock.shared.chat.tokens.Requests.user;
import static io.penstock.shared.chat.tokens.Requests.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTokensTest {

    private static final PromptTokens TOKENS = new PromptTokens();

    /** The example of the OpenAI cookbook, and what OpenAI billed for it. */
    @ParameterizedTest
    @CsvSource({"gpt-3.5-turbo, 129", "gpt-4, 129", "gpt-4o, 124", "gpt-4o-mini, 124"})
    void countsTheCookbooksExampleAsOpenAiDoes(String model, long tokens) {
        byte[] body = body("""
                {"model": "m", "messages": [
                {"role": "system", "content": "You are a helpful, pattern-following assistant that translates \
                corporate jargon into plain English."},
                {"role": "system", "name": "example_user", "content": "New synergies will help drive top-line growth."},
                {"role": "system", "name": "example_assistant", "content": "Things working well together will \
                increase revenue."},
                {"role": "system", "name": "example_user", "content": "Let's circle back when we have more bandwidth \
                to touch base on opportunities for increased leverage."},
                {"role": "system", "name": "example_assistant", "content": "Let's talk later when we're less busy \
                about how to do better."},
                {"role": "user", "content": "This late pivot means we don't have time to boil the ocean for the \
                client deliverable."}]}
                """);
        assertEquals(tokens, TOKENS.count(body, openai(model)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4", "gpt-4o"})
    void countsAMessageByTheFormula(String model) {
        assertEquals(ONE_MESSAGE + 2, TOKENS.count(user("\"hello world\""), openai(model)));
        assertEquals(ONE_MESSAGE, TOKENS.count(user("\"\""), openai(model)));
        assertEquals(ONE_MESSAGE, TOKENS.count(user("null"), openai(model)));
        assertEquals(ONE_MESSAGE, TOKENS.count(user("[]"), openai(model)));
    }

    @Test
    void countsWhatTheTextSaysHoweverItIsWritten() {
        assertEquals(count(user("\"hello world\"")), count(user("\"\\u0068ell\\u006F \\u0077orld\"")));
        assertEquals(
                count(user("\"a\\tb\\n\\\"c\\\"/\\\\\"")),
                count(user("\"a\\u0009b\\u000a\\u0022c\\u0022\\/\\u005c\"")));
        assertEquals(
                count(user("\"人工智能 é 😀\"")), count(user("\"\\u4eba\\u5de5\\u667a\\u80fd \\u00e9 \\ud83d\\ude00\"")));
        assertEquals(ONE_MESSAGE + 2, count(user("\"人工智能\"")));
        assertEquals(
                count(user("\"hello world\"")),
                count(body("{\"model\":\"m\",\"mess\\u0061ges\":[{\"rol\\u0065\":"
                        + "\"user\",\"c\\u006fntent\":\"hello world\"}]}")));
    }

    @Test
    void countsSpecialTokensAsText() {
        assertTrue(count(user("\"<|endoftext|> <|endofprompt|>\"")) > ONE_MESSAGE + 4);
    }

    @Test
    void countsAllThatAMessageSays() {
        long alone = ONE_MESSAGE - 1;
        assertEquals(alone + 1 + 1 + 2, count(message("\"role\":\"user\",\"name\":\"hello world\"")));
        assertEquals(alone + 1 + 2, count(message("\"role\":\"assistant\",\"refusal\":\"hello world\"")));
        assertEquals(alone + 1 + 2, count(message("\"role\":\"assistant\",\"reasoning_content\":\"hello world\"")));
        assertEquals(
                alone + 1 + 2 + 2,
                count(message("\"role\":\"tool\",\"tool_call_id\":\"hello world\",\"content\":\"hello world\"")));
        String call =
                "{\"id\":\"call_unseen\",\"type\":\"function\",\"function\":{\"name\":\"hello\",\"arguments\":\"%s\"}}";
        assertEquals(
                alone + 1 + 2 * (1 + 2),
                count(message("\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call.formatted("hello world")
                        + "," + call.formatted("hello\\u0020world") + "]")));
        assertEquals(
                alone + 1 + 1 + 2,
                count(message("\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"custom\",\"custom\":"
                        + "{\"name\":\"hello\",\"input\":\"hello world\"}}]")));
        assertEquals(
                alone + 1 + 1 + 2,
                count(
                        message(
                                "\"role\":\"assistant\",\"function_call\":{\"arguments\":\"hello world\",\"name\":\"hello\"}")));
    }

    @Test
    void countsToolsAndSchemasAsTheirJson() {
        String schema = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";
        String quoted = "\"" + schema.replace("\"", "\\\"") + "\"";
        long tokens = count(user(quoted)) - ONE_MESSAGE;
        assertTrue(tokens > 10);
        assertEquals(ONE_MESSAGE + tokens, count(with("\"functions\":" + schema)));
        assertEquals(
                ONE_MESSAGE + tokens,
                count(with("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":" + schema + "}")));
        assertEquals(ONE_MESSAGE, count(with("\"response_format\":{\"type\":\"json_object\"},\"tools\":null")));
        String tools = "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema + "}}]";
        assertTrue(count(with("\"tools\":" + tools)) > ONE_MESSAGE + tokens + 10);
    }

    @Test
    void countsNothingThatIsNoPrompt() {
        assertEquals(
                ONE_MESSAGE,
                count(with(
                        "\"user\":\"hello world\",\"metadata\":{\"content\":\"hello world\"},\"stop\":[\"hello\"]")));
    }

    @Test
    void loadsATokenizerWhenItIsAskedTo() {
        PromptTokens tokens = new PromptTokens();
        byte[] small = user("\"hello world\"");
        assertTrue(tokens.isLarge(small, openai("gpt-4o")));
        tokens.load(List.of(openai("gpt-4o"), openai("openai/gpt-4o-mini")));
        assertFalse(tokens.isLarge(small, openai("gpt-4o")));
        assertFalse(tokens.isLarge(small, new UpstreamModel(ProviderType.DEEPSEEK, "deepseek-chat")));
        assertTrue(tokens.isLarge(small, openai("gpt-4")));
        assertEquals(ONE_MESSAGE + 2, tokens.count(small, openai("gpt-4")));
        assertFalse(tokens.isLarge(small, openai("gpt-4")));
    }

    @Test
    void callsABodyLargeThatTakesLong() {
        TOKENS.load(List.of(openai("gpt-4o")));
        assertFalse(TOKENS.isLarge(user("\"" + "word ".repeat(800) + "\""), openai("gpt-4o")));
        assertTrue(TOKENS.isLarge(user("\"" + "word ".repeat(2000) + "\""), openai("gpt-4o")));
    }

    @Test
    void countsTheSameOnManyThreadsThatLoadAtOnce() {
        PromptTokens tokens = new PromptTokens();
        byte[] body = user("\"" + "The quick brown fox, 123. ".repeat(50) + "\"");
        long expected = count(body);
        assertTrue(IntStream.range(0, 200)
                .parallel()
                .mapToLong(i -> tokens.count(body, openai("gpt-4o")))
                .allMatch(count -> count == expected));
    }

    private static byte[] message(String members) {
        return body("{\"model\":\"m\",\"messages\":[{" + members + "}]}");
    }

    private static long count(byte[] body) {
        return TOKENS.count(body, openai("gpt-4o"));
    }
}
