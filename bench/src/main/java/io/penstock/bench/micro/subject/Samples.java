package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.chat.request.ChatRequestReader;

/** Texts as OpenAI's clients and servers write them; all of them ASCII, a character is a byte. */
final class Samples {

    /** What clients call the model. */
    static final String MODEL = "fast";

    /** What its provider calls it. */
    static final String UPSTREAM_MODEL = "gpt-4o-mini-2024-07-18";

    private static final String SENTENCE =
            "The quick brown fox jumps over the lazy dog, and says \\\"woof\\\" to it.\\n";
    private static final int TURN = 800;

    private Samples() {}

    /** A chunk of one word, without the line that it comes in. */
    static String chunk(String model, String delta, String finishReason, String behind) {
        return "{\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1741570283,\"model\":\"" + model + "\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_50cad350e4\",\"choices\":[{\"index\":0,\"delta\":{" + delta
                + "},\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + behind + "}";
    }

    /** The event that it comes in. */
    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    /** A whole answer of just this length. */
    static String completion(String model, int bytes) {
        String before = "{\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion\","
                + "\"created\":1741570283,\"model\":\"" + model + "\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"";
        String after = "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
                + "{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29},\"service_tier\":\"default\"}";
        return before + prose(bytes - before.length() - after.length()) + after;
    }

    /** A streaming request of just this length: a conversation whose turns have some hundred bytes each. */
    static String request(String model, int bytes) {
        StringBuilder body = new StringBuilder("{\"model\":\"" + model + "\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"}");
        String after = ",\"temperature\":0.7,\"max_completion_tokens\":512,\"stream\":true}";
        for (int turn = 0; bytes - body.length() - after.length() > 2 * TURN; turn++) {
            body.append(message(turn % 2 == 0 ? "user" : "assistant", TURN));
        }
        body.append(message("user", bytes - body.length() - after.length() - 1)).append(']');
        return body.append(after).toString();
    }

    /** What the gateway finds in such a request. */
    static ChatPeek peek() {
        return ChatRequestReader.read(request(MODEL, 2_000).getBytes(UTF_8));
    }

    private static String message(String role, int bytes) {
        String before = ",{\"role\":\"" + role + "\",\"content\":\"";
        String after = "\"}";
        return before + prose(bytes - before.length() - after.length()) + after;
    }

    /** The inside of a JSON string of this length, with escapes. */
    private static String prose(int length) {
        String text = SENTENCE.repeat(length / SENTENCE.length() + 1).substring(0, length);
        return text.endsWith("\\") ? text.substring(0, length - 1) + "." : text;
    }
}
