package io.penstock.provider.bedrock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.bedrock.wire.ConverseRequest.InferenceConfig;
import io.penstock.provider.bedrock.wire.ConverseRequest.ServiceTier;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From parameters to Converse's. What a model lacks is left untaken, and so counts as dropped. */
final class Settings {

    private static final Pattern METADATA_KEY = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");
    private static final Pattern METADATA_VALUE = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");
    private static final int MOST_METADATA = 16;
    /** OpenAI's models behind Converse take no smaller limit. */
    private static final long LEAST_OF_GPT = 16;

    private final Parameters parameters;
    private final Model model;

    Settings(Parameters parameters, Model model) {
        this.parameters = parameters;
        this.model = model;
    }

    @Nullable
    InferenceConfig inference(Reasoning reasoning) {
        Double temperature = null;
        Double topP = null;
        if (model.hasSampling() && !reasoning.on()) {
            temperature = parameters.number("temperature", 0, 1);
            if (temperature == null || !model.takesOneOfTemperatureAndTopP()) {
                topP = parameters.number("top_p", 0, 1);
            }
        }
        List<String> stops = stops();
        Long most = reasoning.maxTokens() < 0 ? null : limit(reasoning.maxTokens());
        return temperature == null && topP == null && stops.isEmpty() && most == null
                ? null
                : new InferenceConfig(most, temperature, topP, stops.isEmpty() ? null : stops);
    }

    private long limit(long most) {
        return model.family() == Model.Family.GPT ? Math.max(LEAST_OF_GPT, most) : most;
    }

    private List<String> stops() {
        if (!model.hasStops()) {
            return List.of();
        }
        List<String> stops = parameters.texts("stop");
        List<String> taken = new ArrayList<>(stops);
        // Empty ones are refused, and say nothing.
        taken.removeIf(String::isEmpty);
        // Claude refuses those that are white space only.
        if (model.isClaude() && taken.removeIf(String::isBlank)) {
            parameters.drop("stop");
        }
        return taken;
    }

    /** Claude and Nova have it among their own parameters. */
    void topK(Reasoning reasoning, ObjectNode fields) {
        if (!parameters.has("top_k")) {
            return;
        }
        if (model.isClaude() && model.hasSampling() && !reasoning.on()) {
            fields.put("top_k", parameters.integer("top_k"));
        } else if (model.family() == Model.Family.NOVA || model.family() == Model.Family.NOVA_2) {
            fields.withObject("/inferenceConfig").put("topK", parameters.integer("top_k"));
        }
    }

    /** Fields of the model's own, as clients of AWS write them. */
    ObjectNode ownFields() {
        ObjectNode fields = WireJson.MAPPER.createObjectNode();
        ObjectNode given = parameters.object("additionalModelRequestFields");
        if (given != null) {
            fields.setAll(given.deepCopy());
        }
        if (model.isClaude() && parameters.has("anthropic_beta")) {
            fields.set("anthropic_beta", parameters.json("anthropic_beta"));
        }
        return fields;
    }

    @Nullable
    ServiceTier tier() {
        JsonNode tier = parameters.has("service_tier") ? parameters.json("service_tier") : null;
        if (tier == null) {
            return null;
        }
        String word = tier.asText();
        if (List.of("priority", "flex", "reserved").contains(word)) {
            return new ServiceTier(word);
        }
        parameters.drop("service_tier");
        return null;
    }

    /** For the operator's invocation logs; each taken only if AWS takes all of it. */
    @Nullable
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String name : List.of("metadata", "requestMetadata")) {
            if (parameters.has(name) && !add(parameters.object(name), metadata)) {
                parameters.drop(name);
            }
        }
        if (parameters.has("user")) {
            String user = parameters.text("user");
            if (user != null && METADATA_VALUE.matcher(user).matches() && metadata.size() < MOST_METADATA) {
                metadata.putIfAbsent("user", user);
            } else {
                parameters.drop("user");
            }
        }
        return metadata.isEmpty() ? null : metadata;
    }

    private static boolean add(@Nullable ObjectNode given, Map<String, String> metadata) {
        if (given == null || given.size() + metadata.size() > MOST_METADATA) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            if (!METADATA_KEY.matcher(entry.getKey()).matches()
                    || !METADATA_VALUE.matcher(entry.getValue().asText()).matches()
                    || !entry.getValue().isValueNode()) {
                return false;
            }
        }
        given.properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return true;
    }
}
