package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the answer's text must be. */
public sealed interface ResponseFormat {

    /** One JSON object of any kind. */
    record JsonObject() implements ResponseFormat {}

    /** @param strict whether the provider must hold the model to the schema */
    record JsonSchema(String name, @Nullable String description, ObjectNode schema, boolean strict)
            implements ResponseFormat {}
}
