package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Schemas of what a tool takes: for Anthropic always an object's. */
final class Schemas {

    private Schemas() {}

    /** @param parameters null or empty for a tool without parameters */
    static ObjectNode ofObject(@Nullable ObjectNode parameters) {
        if (parameters != null && parameters.has("type")) {
            return parameters;
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        if (parameters == null || parameters.isEmpty()) {
            schema.putObject("properties");
        } else {
            schema.setAll(parameters);
        }
        return schema;
    }
}
