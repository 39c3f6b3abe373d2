package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that the model may call. */
public record ToolDeclarations(List<Function> functionDeclarations) {

    /** @param parameters a schema of type object with properties; null for a function without parameters */
    public record Function(
            String name,
            @Nullable String description,
            @Nullable ObjectNode parameters) {}

    /** Which of them it may or must call. */
    public record Config(Calling functionCallingConfig) {

        /** @param allowedFunctionNames with mode {@code ANY} only */
        public record Calling(String mode, @Nullable List<String> allowedFunctionNames) {}
    }
}
