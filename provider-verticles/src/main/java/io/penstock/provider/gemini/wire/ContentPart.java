package io.penstock.provider.gemini.wire;

import org.jspecify.annotations.Nullable;

/**
 * One part of a turn: one kind of data, and what goes with it.
 *
 * @param thought true for a summary of the model's reasoning
 * @param thoughtSignature sealed reasoning, in base64, that belongs to this very part
 */
public record ContentPart(
        @Nullable String text,
        @Nullable Boolean thought,
        @Nullable String thoughtSignature,
        @Nullable Blob inlineData,
        @Nullable FileData fileData,
        @Nullable FunctionCall functionCall,
        @Nullable FunctionResponse functionResponse) {

    /** @param data in base64 */
    public record Blob(@Nullable String mimeType, @Nullable String data) {}

    /** @param mimeType may be missing for files that Google keeps */
    public record FileData(@Nullable String mimeType, String fileUri) {}

    public static ContentPart text(String text) {
        return text(text, null);
    }

    public static ContentPart text(String text, @Nullable String signature) {
        return new ContentPart(text, null, signature, null, null, null, null);
    }

    public static ContentPart inline(String mimeType, String base64) {
        return new ContentPart(null, null, null, new Blob(mimeType, base64), null, null, null);
    }

    public static ContentPart file(@Nullable String mimeType, String uri) {
        return new ContentPart(null, null, null, null, new FileData(mimeType, uri), null, null);
    }

    public static ContentPart call(FunctionCall call, @Nullable String signature) {
        return new ContentPart(null, null, signature, null, null, call, null);
    }

    public static ContentPart result(FunctionResponse response) {
        return new ContentPart(null, null, null, null, null, null, response);
    }

    /** Whether the model thinks here, and does not answer yet. No {@code isThought}: it would be written too. */
    public boolean thinks() {
        return thought != null && thought;
    }
}
