package io.penstock.provider.bedrock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools of a request. @param tools at least one */
public record ToolConfig(List<Entry> tools, @Nullable Choice toolChoice) {

    /** A tool, or a mark behind those to cache. */
    public record Entry(@Nullable ToolSpec toolSpec, Block.@Nullable CachePoint cachePoint) {}

    /** @param name up to 64 letters, digits, {@code _} and {@code -} */
    public record ToolSpec(
            String name,
            @Nullable String description,
            InputSchema inputSchema,
            @Nullable Boolean strict) {}

    /** @param json a JSON Schema of type object */
    public record InputSchema(JsonNode json) {}

    /** One of the three. */
    public record Choice(
            @Nullable Map<String, String> auto,
            @Nullable Map<String, String> any,
            @Nullable Named tool) {

        /** As the model likes. */
        public static final Choice AUTO = new Choice(Map.of(), null, null);
        /** At least one, whichever. */
        public static final Choice ANY = new Choice(null, Map.of(), null);

        public static Choice of(String name) {
            return new Choice(null, null, new Named(name));
        }
    }

    public record Named(String name) {}
}
