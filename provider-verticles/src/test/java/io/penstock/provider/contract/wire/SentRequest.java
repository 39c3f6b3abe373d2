package io.penstock.provider.contract.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the provider's server understands it, in neutral words. Filled by a {@link WireForm}; whatever is
 * not in the request stays as it is here.
 */
public final class SentRequest {

    /** The model's name at the provider, wherever the request has it. */
    public String model = "";

    public boolean stream;

    /** The key or token that it is signed or authorised with, as far as it can be seen. */
    public String key = "";

    /** Text of system and developer messages, in order. */
    public final List<String> system = new ArrayList<>();

    /** All else that was said, part by part, in order; how parts are grouped into messages is the provider's. */
    public final List<Said> said = new ArrayList<>();

    public final List<Tool> tools = new ArrayList<>();

    /**
     * {@code auto}, {@code none}, {@code required}, {@code named:NAME}, or {@code allowed:MODE:NAME,NAME}; empty where the
     * request does not say. Where a provider says {@code none} by leaving the tools out, it is empty, and so are they.
     */
    public String toolChoice = "";

    /** The JSON schema that the answer's text is to have, as the provider gets it; missing where there is none. */
    public JsonNode schema = MissingNode.getInstance();

    /**
     * All other parameters, under the client's names ({@code max_tokens} for both of its names), with the client's
     * scale: {@code temperature}, {@code top_p}, {@code max_tokens}, {@code stop} (an array), {@code seed}, {@code n}, {@code
     * logprobs}, {@code top_logprobs}, {@code user}, {@code reasoning_effort} (its level, or whatever the provider makes of
     * it), {@code response_format} ({@code {"type":…}}), {@code parallel_tool_calls}, {@code frequency_penalty}, {@code
     * presence_penalty}, {@code logit_bias}, and whatever else the provider can be told.
     */
    public final ObjectNode parameters = JsonNodeFactory.instance.objectNode();

    /** @param role {@code user}, {@code assistant} or {@code tool} */
    public record Said(String role, Part part) {}

    /** A part of a message. */
    public sealed interface Part {}

    public record Text(String text) implements Part {}

    /** @param url an https one, or {@code data:TYPE;base64,DATA} */
    public record Image(String url) implements Part {}

    /** @param id null where the wire form has none */
    public record Call(@Nullable String id, String name, JsonNode arguments) implements Part {}

    /**
     * @param id of the call; null where the wire form has none
     * @param text of the result, JSON of other than text as it stands in the request
     */
    public record Result(@Nullable String id, String text) implements Part {}

    /** @param signature the seal, given back as the provider gave it; null for none */
    public record Reasoning(String text, @Nullable String signature) implements Part {}

    /** @param parameters the JSON schema; missing where the provider got none */
    public record Tool(String name, String description, JsonNode parameters) {}
}
