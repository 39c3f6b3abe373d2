package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.raw.Json;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** Errors that come with status 200, in the place of a chunk or of an answer. */
final class InBandErrors {

    private InBandErrors() {}

    /** The JSON to read the error from, or null where there is none. */
    static @Nullable RawValue in(RawObject json) {
        if (isError(json.get("error")) || "error".equals(json.text("object")) || isMessageOnly(json)) {
            return json.raw();
        }
        RawArray choices = json.array("choices");
        for (int i = 0; choices != null && i < choices.size(); i++) {
            RawObject choice = choices.object(i);
            // OpenRouter and Mistral end an answer that broke off with this reason.
            if (choice != null && "error".equals(choice.text("finish_reason"))) {
                return choice.raw();
            }
        }
        return null;
    }

    private static boolean isError(@Nullable Json error) {
        if (error == null) {
            return false;
        }
        RawValue value = error.raw();
        return value.isText()
                || value.kind() == JsonCursor.Kind.ARRAY
                || (value.kind() == JsonCursor.Kind.OBJECT && !value.isEmptyContainer());
    }

    private static boolean isMessageOnly(RawObject json) {
        return !json.has("choices")
                && !json.has("usage")
                && (json.text("message") != null || json.text("detail") != null);
    }
}
