package io.penstock.provider.upstream.chat;

import org.jspecify.annotations.Nullable;

/**
 * A piece of reasoning that its provider has signed or encrypted and wants back in the next request. It
 * goes to the client in {@code reasoning_details}, in the form that OpenRouter has made common
 * (openrouter.ai/docs, "Reasoning Tokens"), and comes back there.
 *
 * @param origin the type of the provider that made it, the only one that gets it back; {@code format} on the wire
 * @param id of the tool call that it belongs to, or null
 * @param text that the signature covers; null for {@code reasoning.encrypted}
 * @param signature of the text, or null
 * @param data encrypted reasoning or a bare signature; null for {@code reasoning.text}
 */
public record ReasoningDetail(
        String origin,
        @Nullable String id,
        @Nullable String text,
        @Nullable String signature,
        @Nullable String data) {

    public static final String TEXT = "reasoning.text";
    public static final String ENCRYPTED = "reasoning.encrypted";

    public static ReasoningDetail signed(String origin, String text, String signature) {
        return new ReasoningDetail(origin, null, text, signature, null);
    }

    /** @param id of the tool call that it belongs to, or null */
    public static ReasoningDetail encrypted(String origin, @Nullable String id, String data) {
        return new ReasoningDetail(origin, id, null, null, data);
    }

    /** The {@code type} on the wire. */
    public String type() {
        return data == null ? TEXT : ENCRYPTED;
    }
}
