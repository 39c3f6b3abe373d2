package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.anthropic.wire.Block;
import io.penstock.provider.anthropic.wire.MessagesRequest;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a client's request to Anthropic's. Any thread. */
public final class RequestMapper {

    /** Left for the answer behind a budget to think that a client has set. */
    private static final long ANSWER_ROOM = 4096;

    private final boolean takesSampling;

    /** @param takesSampling whether the API's version knows temperature, top_p and top_k */
    public RequestMapper(boolean takesSampling) {
        this.takesSampling = takesSampling;
    }

    /** @throws io.penstock.shared.chat.error.ApiException with 400 for what Anthropic cannot be asked */
    public MessagesRequest map(ChatRequest chat, String modelName, boolean stream) {
        ModelTraits model = ModelTraits.of(modelName);
        Parameters parameters = chat.parameters();
        ToolNames names = new ToolNames(chat);
        Conversation said = new Conversation(chat.messages(), names);
        ToolPlan tools = ToolPlan.of(chat, model, names);
        long most = chat.maxTokens() < 0 ? -1 : Math.min(chat.maxTokens(), model.maxOutput());
        Thinking thinking =
                Thinking.of(parameters, new Thinking.Setting(most, model, tools.forces(), said.goesOnUnsigned()));
        OutputForm output = OutputForm.of(
                parameters, model, model.forcedTools() && chat.tools().isEmpty() && !thinking.isOn());
        ToolPlan plan = output.tool() == null ? tools : tools.forcing(output.tool());
        Sampling sampling = Sampling.of(parameters, model, takesSampling && model.sampling(), thinking);
        return new MessagesRequest(
                modelName,
                most < 0 ? unlimited(model, thinking) : most,
                stream ? true : null,
                system(said.system(), plan.instruction(), output.instruction()),
                said.turns(),
                plan.tools().isEmpty() ? null : plan.tools(),
                plan.choice(),
                thinking.form(),
                outputConfig(parameters.object("output_config"), thinking.effort(), output.format()),
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                stops(parameters),
                metadata(parameters),
                serviceTier(parameters),
                parameters.object("cache_control"));
    }

    private static long unlimited(ModelTraits model, Thinking thinking) {
        long needed = thinking.budget() == 0 ? 0 : thinking.budget() + ANSWER_ROOM;
        return Math.min(model.maxOutput(), Math.max(model.defaultOutput(), needed));
    }

    private static @Nullable List<Block> system(List<Block> said, @Nullable String... told) {
        List<Block> system = new ArrayList<>(said);
        for (String instruction : told) {
            if (instruction != null) {
                system.add(new Block.Text(instruction, null));
            }
        }
        return system.isEmpty() ? null : system;
    }

    private static @Nullable ObjectNode outputConfig(
            @Nullable ObjectNode own, @Nullable String effort, @Nullable ObjectNode format) {
        if (own == null && effort == null && format == null) {
            return null;
        }
        ObjectNode config = own == null ? JsonNodeFactory.instance.objectNode() : own.deepCopy();
        if (effort != null && !config.has("effort")) {
            config.put("effort", effort);
        }
        if (format != null && !config.has("format")) {
            config.set("format", format);
        }
        return config;
    }

    /** Anthropic refuses those without a visible character. */
    private static @Nullable List<String> stops(Parameters parameters) {
        List<String> asked = parameters.texts("stop");
        List<String> stops = asked.stream().filter(stop -> !stop.isBlank()).toList();
        if (stops.size() < asked.size()) {
            parameters.drop("stop");
        }
        return stops.isEmpty() ? null : stops;
    }

    /** The end user is {@code user}; clients of Anthropic's own say so in {@code metadata}. */
    private static MessagesRequest.@Nullable Metadata metadata(Parameters parameters) {
        String user = parameters.text("user");
        ObjectNode metadata = parameters.object("metadata");
        String own = metadata == null ? null : metadata.path("user_id").textValue();
        if (metadata != null && (own == null || metadata.size() > 1)) {
            parameters.drop("metadata");
        }
        String id = own == null ? user : own;
        return id == null || id.isEmpty() ? null : new MessagesRequest.Metadata(id);
    }

    /** Of OpenAI's tiers, {@code auto} and {@code default} change nothing; the others Anthropic lacks. */
    private static @Nullable String serviceTier(Parameters parameters) {
        String tier = parameters.text("service_tier");
        if ("standard_only".equals(tier)) {
            return tier;
        }
        parameters.drop("service_tier");
        return null;
    }
}
