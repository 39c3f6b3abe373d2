package io.penstock.provider.openai.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.preset.Presets;
import io.penstock.provider.openai.rewrite.RequestRewrite.Rewritten;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;

/** What a vendor gets of a request. */
record Vendor(ProviderType type, String model) {

    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    static Vendor of(ProviderType type) {
        return new Vendor(type, "m");
    }

    Rewritten rewrite(String json) {
        byte[] body = json.getBytes(UTF_8);
        return RequestRewrite.of(body, ChatRequestReader.read(body), Presets.of(type), model);
    }

    String sent(String json) {
        return new String(rewrite(json).body(), UTF_8);
    }

    List<String> dropped(String json) {
        return rewrite(json).dropped();
    }

    /** @param members after model and messages, such as {@code "n":1,"seed":2} */
    String sentWith(String members) {
        String before = prefix();
        String sent = sent(before + (members.isEmpty() ? "" : "," + members) + "}");
        if (!sent.startsWith(before)) {
            throw new AssertionError("changed before what was to change: " + sent);
        }
        String rest = sent.substring(before.length(), sent.length() - 1);
        return rest.startsWith(",") ? rest.substring(1) : rest;
    }

    List<String> droppedWith(String members) {
        return dropped(prefix() + "," + members + "}");
    }

    /** The message as it arrives, between two of the user's. */
    String message(String json) {
        return messageWith(json, "");
    }

    /** @param members of the request, such as {@code ,"seed":1} */
    String messageWith(String json, String members) {
        String before = "{\"model\":\"" + model + "\",\"messages\":[" + USER + ",";
        String after = "," + USER + "]" + members + "}";
        String sent = sent(before + json + after);
        int end = sent.indexOf("," + USER + "]");
        if (!sent.startsWith(before) || end < 0) {
            throw new AssertionError("changed outside of the message: " + sent);
        }
        return sent.substring(before.length(), end);
    }

    private String prefix() {
        return "{\"model\":\"" + model + "\",\"messages\":[" + USER + "]";
    }
}
