package io.penstock.provider.cohere.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v2/chat}. The last four are Cohere's own, and go through as the client wrote them. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CohereRequest(
        String model,
        boolean stream,
        List<Message> messages,
        @Nullable List<Tool> tools,
        @Nullable Boolean strictTools,
        @Nullable String toolChoice,
        @Nullable ResponseFormat responseFormat,
        @Nullable Thinking thinking,
        @Nullable Long maxTokens,
        @Nullable List<String> stopSequences,
        @Nullable Double temperature,
        @Nullable Double p,
        @Nullable Long k,
        @Nullable Long seed,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Boolean logprobs,
        @Nullable JsonNode documents,
        @Nullable JsonNode citationOptions,
        @Nullable JsonNode safetyMode,
        @Nullable JsonNode priority) {

    /** @param content a string, or a list of {@link Content} */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Message(
            String role,
            @Nullable Object content,
            @Nullable String toolPlan,
            @Nullable List<ToolCall> toolCalls,
            @Nullable String toolCallId) {

        public static Message of(String role, Object content) {
            return new Message(role, content, null, null, null);
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Content(
            String type, @Nullable String text, @Nullable ImageUrl imageUrl) {}

    /** @param url a data URL, or one that Cohere fetches */
    public record ImageUrl(String url, @Nullable String detail) {}

    public record ToolCall(String id, String type, CalledFunction function) {}

    /** @param arguments the text of a JSON object */
    public record CalledFunction(String name, String arguments) {}

    public record Tool(String type, Function function) {}

    /** @param parameters a JSON Schema, which every tool must have */
    public record Function(String name, @Nullable String description, ObjectNode parameters) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ResponseFormat(String type, @Nullable ObjectNode jsonSchema) {}

    /** @param tokenBudget positive; null for no bound */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Thinking(String type, @Nullable Integer tokenBudget) {}
}
