package io.penstock.shared.chat.tokens;

import static io.penstock.shared.chat.tokens.Requests.body;
import static io.penstock.shared.chat.tokens.Requests.openai;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any request that Penstock accepts has a count, however its members are mixed up. */
class PromptTokensFuzzTest {

    private static final String[] NAMES = {
        "role",
        "content",
        "name",
        "refusal",
        "reasoning_content",
        "tool_calls",
        "tool_call_id",
        "function",
        "function_call",
        "arguments",
        "custom",
        "input",
        "text",
        "type",
        "image_url",
        "url",
        "detail",
        "input_audio",
        "data",
        "format",
        "file",
        "file_data",
        "file_id",
        "filename",
        "json_schema",
        "x",
        "",
        "t\\u0065xt",
        "\\ud800"
    };

    private static final String[] VALUES = {
        "null",
        "true",
        "-1.5e300",
        "\"\"",
        "\"hello world\"",
        "\"low\"",
        "\"high\"",
        "\"wav\"",
        "\"\\ud83d\"",
        "\"\\ude00\\ud83d\\n\"",
        "\"😀人é\"",
        "\"data:\"",
        "\"data:,\"",
        "\"data:image/png;base64,iVBORw0KGgo\"",
        "\"DATA:image\\/jpeg;base64,/9j/4AAQ=\"",
        "\"data:image/webp;base64,UklGRg\\u002B\"",
        "\"https://x/y\"",
        "\"data:text/plain,hello%20world\"",
        "\"data:\\u002c\"",
        "\"<|endoftext|>\"",
        "{}",
        "[]",
        " [ ] "
    };

    private final Random random = new Random(19);

    @Test
    void countsEveryRequestThatIsAccepted() {
        PromptTokens tokens = new PromptTokens();
        for (int i = 0; i < 30_000; i++) {
            byte[] body = body(request());
            long count = tokens.count(body, openai(i % 2 == 0 ? "gpt-4o" : "gpt-4"));
            assertTrue(count >= 1 && count < 1_000_000);
        }
    }

    private String request() {
        StringBuilder out = new StringBuilder("{\"model\":\"m\"");
        for (String field : new String[] {"functions", "response_format", "metadata"}) {
            if (random.nextBoolean()) {
                value(out.append(",\"").append(field).append("\":"), 4);
            }
        }
        out.append(random.nextBoolean() ? ",\"tools\":null" : ",\"tools\":[{}]").append(",\"messages\":[");
        for (int i = random.nextInt(3); i >= 0; i--) {
            message(out);
            out.append(i == 0 ? "]}" : " , ");
        }
        return out.toString();
    }

    private void message(StringBuilder out) {
        out.append("{\"role\":\"user\",\"content\":");
        if (random.nextBoolean()) {
            out.append('[');
            for (int i = random.nextInt(4); i >= 0; i--) {
                out.append("{\"type\":\"x\"");
                members(out, 4);
                out.append(i == 0 ? "}" : "},");
            }
            out.append(']');
        } else {
            out.append(random.nextBoolean() ? "null" : "\"hi\"");
        }
        members(out, 4);
        out.append('}');
    }

    /** None of them is one whose value the reader judges. */
    private void members(StringBuilder out, int depth) {
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            if (!name.equals("role") && !name.equals("content") && !name.equals("type")) {
                value(out.append(",\"").append(name).append("\":"), depth);
            }
        }
    }

    private void value(StringBuilder out, int depth) {
        int kind = depth == 0 ? 2 : random.nextInt(4);
        if (kind == 0) {
            out.append("{\"").append(NAMES[random.nextInt(NAMES.length)]).append("\":");
            value(out, depth - 1);
            members(out, depth - 1);
            out.append('}');
        } else if (kind == 1) {
            value(out.append('['), depth - 1);
            value(out.append(','), depth - 1);
            out.append(']');
        } else {
            out.append(VALUES[random.nextInt(VALUES.length)]);
        }
    }
}
