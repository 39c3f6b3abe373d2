package io.penstock.provider.gemini.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.gemini.wire.GenerateContentRequest;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.WireJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole request. What only Gemini has is taken under its own names: {@code safety_settings}, {@code cached_content}, {@code top_k}. */
public final class RequestMapper {

    private static final Set<String> TIERS = Set.of("flex", "standard", "priority");

    private RequestMapper() {}

    /** The request's body. @param model as the configuration names it */
    public static byte[] map(ChatRequest chat, String model) {
        try {
            return WireJson.MAPPER.writeValueAsBytes(request(chat, GeminiModel.of(model)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of JSON values can be written", e);
        }
    }

    private static GenerateContentRequest request(ChatRequest chat, GeminiModel model) {
        ToolNames names = ToolNames.of(chat);
        ContentsMapper contents = new ContentsMapper(model, names);
        contents.map(chat);
        Parameters parameters = chat.parameters();
        return new GenerateContentRequest(
                contents.contents(),
                contents.instructions(),
                ToolsMapper.declarations(chat, model, names),
                ToolsMapper.choice(chat, model, names),
                safety(parameters),
                GenerationMapper.map(chat, model),
                parameters.text("cached_content"),
                tier(parameters));
    }

    private static @Nullable String tier(Parameters parameters) {
        String tier = parameters.text("service_tier");
        if (tier == null || TIERS.contains(tier)) {
            return tier;
        }
        parameters.drop("service_tier");
        return null;
    }

    private static @Nullable JsonNode safety(Parameters parameters) {
        JsonNode snake = parameters.json("safety_settings");
        JsonNode camel = parameters.json("safetySettings");
        return snake == null ? camel : snake;
    }
}
