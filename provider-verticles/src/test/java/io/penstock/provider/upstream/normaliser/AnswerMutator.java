package io.penstock.provider.upstream.normaliser;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a document anew, with mistakes: members left out, doubled, in another order, of another type. */
final class AnswerMutator {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "-0",
            "7",
            "1.0",
            "1e400",
            "1e1",
            "12345678901234567890",
            "\"\"",
            "\"x\"",
            "\"7\"",
            "\"null\"",
            "\"stop\"",
            "\"STOP\"",
            "\"error\"",
            "\"tool_calls\"",
            "\"caf\\u00e9\"",
            "\"é\"",
            "\"\\ud83d\"",
            "{}",
            "{ }",
            "[]",
            "[ ]",
            "[{}]",
            "[null]",
            "[ {\"a\" : 1 , \"a\":2 } ,1]",
            "{\"text\":\"x\"}",
            "{\"cached_tokens\":3}",
            "[{\"id\":\"i\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]");

    private static final List<String> KEYS = List.of(
            "error",
            "message",
            "text",
            "object",
            "reasoning",
            "reasoning_content",
            "function_call",
            "tool_calls",
            "refusal",
            "logprobs",
            "usage",
            "x_groq",
            "custom",
            "cached_tokens",
            "prompt_cache_hit_tokens",
            "num_cached_tokens",
            "prompt_token_details",
            "prompt_tokens_details",
            "content",
            "role",
            "id",
            "index",
            "a");

    private static final List<String> SPACES = List.of(" ", "\n", "\r\n", "\t", "  \n  ");

    private final Random random;
    private final double mistakes;
    private final double spaces;
    private final double escapes;

    AnswerMutator(Random random) {
        this.random = random;
        mistakes = List.of(0.0, 0.003, 0.01, 0.03).get(random.nextInt(4));
        spaces = List.of(0.0, 0.02, 0.5).get(random.nextInt(3));
        escapes = List.of(0.0, 0.001, 0.02).get(random.nextInt(3));
    }

    byte[] write(JsonNode document) {
        StringBuilder out = new StringBuilder();
        space(out);
        value(document, out);
        space(out);
        byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(20) == 0 ? damaged(bytes) : bytes;
    }

    private void value(JsonNode node, StringBuilder out) {
        if (happens(mistakes)) {
            out.append(any(VALUES));
        } else if (node.isObject()) {
            object(node, out);
        } else if (node.isArray()) {
            array(node, out);
        } else if (node.isTextual()) {
            out.append(escaped(node.toString()));
        } else {
            out.append(node);
        }
    }

    private void object(JsonNode node, StringBuilder out) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
        if (happens(4 * mistakes)) {
            Collections.shuffle(members, random);
        }
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : members) {
            if (!happens(mistakes)) {
                texts.add(member(member.getKey(), member.getValue()));
            }
            if (happens(mistakes)) {
                texts.add(random.nextInt(texts.size() + 1), member(member.getKey(), member.getValue()));
            }
            if (happens(mistakes)) {
                texts.add(random.nextInt(texts.size() + 1), '"' + any(KEYS) + "\":" + any(VALUES));
            }
        }
        join("{", texts, "}", out);
    }

    private String member(String key, JsonNode value) {
        StringBuilder member = new StringBuilder(escaped('"' + key + '"'));
        space(member);
        member.append(':');
        space(member);
        value(value, member);
        return member.toString();
    }

    private void array(JsonNode node, StringBuilder out) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            for (int n = happens(mistakes) ? random.nextInt(3) : 1; n > 0; n--) {
                StringBuilder text = new StringBuilder();
                value(element, text);
                texts.add(text.toString());
            }
        }
        join("[", texts, "]", out);
    }

    private void join(String open, List<String> texts, String close, StringBuilder out) {
        out.append(open);
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                space(out);
                out.append(',');
            }
            space(out);
            out.append(texts.get(i));
        }
        space(out);
        out.append(close);
    }

    /** @param json a string with its quotes */
    private String escaped(String json) {
        if (json.indexOf('\\') >= 0) {
            return json;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            out.append(c != '"' && happens(escapes) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.toString();
    }

    private byte[] damaged(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, at);
        }
        bytes[at] = (byte) random.nextInt(256);
        return bytes;
    }

    private void space(StringBuilder out) {
        if (happens(spaces)) {
            out.append(any(SPACES));
        }
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private boolean happens(double chance) {
        return random.nextDouble() < chance;
    }
}
