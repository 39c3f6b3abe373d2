package io.penstock.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenReserveTest {

    private static final List<Subject> SUBJECTS = List.of(
            Subject.key("a", Limits.NONE.with(LimitKind.TOKENS_PER_MINUTE, 100_000)),
            Subject.model("m", Limits.NONE.with(LimitKind.TOKENS_PER_DAY, 20_000)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                            | 1024",
                "'n': 2,                                     | 2000",
                "'max_tokens': 50,                           | 50",
                "'max_tokens': 50, 'n': 3,                   | 150",
                "'max_completion_tokens': 9,                 | 9",
                "'max_tokens': 50, 'max_completion_tokens': 9,| 9",
                "'max_tokens': 2147483647, 'n': 128,         | 274877906816",
            })
    void reservesTheMostThatTheRequestAllows(String fields, long completion) {
        String body = "{" + (fields == null ? "" : fields.replace('\'', '"'))
                + "\"model\": \"m\", \"messages\": [{\"role\": \"user\"}]}";
        ChatPeek peek = ChatRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                new TokenReserve(100, 1, completion), TokenReserve.of(100, sending(body, peek, 1), 1024, SUBJECTS));
    }

    @Test
    void reservesThePromptAsOftenAsItIsRead() {
        String body = "{\"model\": \"m\", \"max_tokens\": 7, \"n\": 3, \"messages\": [{\"role\": \"user\"}]}";
        ChatPeek peek = ChatRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
        TokenReserve reserve = TokenReserve.of(100, sending(body, peek, 3), 1024, SUBJECTS);
        assertEquals(100, reserve.prompt());
        assertEquals(300, reserve.allPrompts());
        assertEquals(321, reserve.total());
    }

    private static Sending sending(String body, ChatPeek peek, int prompts) {
        UpstreamModel model = new UpstreamModel(ProviderType.OPENAI, "gpt-4o");
        return new Sending(body.getBytes(StandardCharsets.UTF_8), peek, model, prompts, 1);
    }
}
