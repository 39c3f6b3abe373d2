package io.penstock.provider.openai.vendor;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.openai.OpenAiRequests;
import io.penstock.provider.openai.OpenAiWireForm;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.testkit.UpstreamCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The form of one vendor who follows OpenAI: where its API reference, its SDK or its server's source differ, a
 * subclass says so.
 */
abstract class VendorWireForm extends OpenAiWireForm {

    private final String model;
    private final EnumSet<Ability> abilities;
    private final List<ErrorCase> errors;

    /** Parameters of the request that any vendor has. */
    private static final List<String> EVERYWHERE =
            List.of("model", "messages", "stream", "max_tokens", "temperature", "top_p", "response_format");

    /** @param model of the vendor, and one that can do what the form has words for */
    VendorWireForm(ProviderType type, String model, List<ErrorCase> errors, Ability... lacking) {
        super(type);
        this.model = model;
        this.errors = errors;
        this.abilities = EnumSet.copyOf(super.abilities());
        this.abilities.remove(Ability.REFUSAL_TEXT);
        this.abilities.removeAll(Arrays.asList(lacking));
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Set<Ability> abilities() {
        return abilities;
    }

    @Override
    public List<ErrorCase> errors() {
        return errors;
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        SentRequest sent = OpenAiRequests.open(call);
        JsonNode body = OpenAiRequests.parse(call.text());
        check(body);
        OpenAiRequests.read(inOpenAisWords((ObjectNode) body), sent);
        return sent;
    }

    /** Fails where the vendor's server would refuse the request. */
    void check(JsonNode body) {}

    /** What the vendor's server understands. */
    JsonNode inOpenAisWords(ObjectNode body) {
        return body;
    }

    /** For vendors that refuse what they do not know. */
    static void hasOnly(JsonNode body, String... parameters) {
        Set<String> known = new HashSet<>(EVERYWHERE);
        known.addAll(Arrays.asList(parameters));
        List<String> unknown = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        assertTrue(unknown.isEmpty(), () -> "refused, for " + unknown);
    }

    /** The same, of each message. */
    static void messagesHaveOnly(JsonNode body, String... members) {
        for (JsonNode message : body.path("messages")) {
            List<String> unknown = new ArrayList<>();
            message.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(Arrays.asList(members));
            assertTrue(unknown.isEmpty(), () -> "refused, for " + unknown + " in " + message);
        }
    }

    static void rename(ObjectNode body, String its, String openAis) {
        JsonNode value = body.remove(its);
        if (value != null) {
            body.set(openAis, value);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
