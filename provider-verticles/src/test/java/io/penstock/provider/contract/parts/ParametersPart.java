package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.OnUnsupported;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No parameter is lost: each is sent, dropped and named, or refused, and never two of these. */
public interface ParametersPart extends ContractPart {

    /**
     * A parameter with a value that says something.
     *
     * @param name the client's
     */
    record Parameter(Feature feature, String name, String value) {

        /** As the provider's server reads it. */
        String sentName() {
            return name.equals("max_completion_tokens") ? "max_tokens" : name;
        }
    }

    List<Parameter> PARAMETERS = List.of(
            new Parameter(Feature.MAX_TOKENS, "max_tokens", "77"),
            new Parameter(Feature.MAX_TOKENS, "max_completion_tokens", "78"),
            new Parameter(Feature.TEMPERATURE, "temperature", "0.25"),
            new Parameter(Feature.TOP_P, "top_p", "0.5"),
            new Parameter(Feature.STOP, "stop", "'END'"),
            new Parameter(Feature.STOP, "stop", "['END','STOP']"),
            new Parameter(Feature.JSON_OBJECT, "response_format", "{'type':'json_object'}"),
            new Parameter(Feature.JSON_SCHEMA, "response_format", """
                    {'type':'json_schema','json_schema':{'name':'town','strict':true,'schema':{'type':'object',
                     'properties':{'city':{'type':'string'}},'required':['city'],'additionalProperties':false}}}"""),
            new Parameter(Feature.REASONING_EFFORT, "reasoning_effort", "'high'"),
            new Parameter(Feature.PARALLEL_TOOL_CALLS, "parallel_tool_calls", "false"),
            new Parameter(Feature.N, "n", "2"),
            new Parameter(Feature.SEED, "seed", "7"),
            new Parameter(Feature.LOGPROBS, "logprobs", "true"),
            new Parameter(Feature.TOP_LOGPROBS, "top_logprobs", "2"),
            new Parameter(Feature.FREQUENCY_PENALTY, "frequency_penalty", "0.5"),
            new Parameter(Feature.PRESENCE_PENALTY, "presence_penalty", "0.5"),
            new Parameter(Feature.LOGIT_BIAS, "logit_bias", "{'50256':-100}"),
            new Parameter(Feature.USER, "user", "'user-7'"),
            new Parameter(Feature.METADATA, "metadata", "{'trace':'t1'}"),
            new Parameter(Feature.SERVICE_TIER, "service_tier", "'flex'"),
            new Parameter(Feature.VERBOSITY, "verbosity", "'low'"),
            new Parameter(Feature.PREDICTION, "prediction", "{'type':'content','content':'guess'}"));

    @TestFactory
    default Stream<DynamicTest> noParameterIsLost() {
        return PARAMETERS.stream()
                .map(parameter -> dynamicTest(parameter.name() + " " + parameter.value(), () -> observe(parameter)));
    }

    private void observe(Parameter parameter) {
        rig().renew(OnUnsupported.DROP);
        Finding dropping = outcome(parameter);
        rig().renew(OnUnsupported.ERROR);
        Finding refusing = outcome(parameter);
        rig().renew(OnUnsupported.DROP);
        assertEquals(dropping == Finding.DROPPED ? Finding.REFUSED : dropping, refusing, "under onUnsupported: error");
        if (parameter.feature() == Feature.N) {
            assertFalse(dropping == Finding.DROPPED, "a choice fewer is no parameter less");
        }
        found(parameter.feature(), dropping);
    }

    private Finding outcome(Parameter parameter) {
        Ask ask = parameter.feature() == Feature.PARALLEL_TOOL_CALLS ? withTools() : Ask.user("hi");
        ask.with(parameter.name(), parameter.value());
        if (parameter.feature() == Feature.TOP_LOGPROBS) {
            ask.with("logprobs", "true");
        }
        Exchange exchange = plain(ask, Scenario.says("ok"));
        Failure failure = exchange.ended().failure();
        if (failure != null) {
            ApiError error = failure.error();
            assertEquals(400, error.status(), error::toString);
            assertEquals("unsupported_parameter", error.code(), error::toString);
            assertEquals(Failure.Retry.NEVER, failure.retry());
            boolean named = parameter.name().equals(error.param())
                    || (parameter.feature() == Feature.TOP_LOGPROBS && "logprobs".equals(error.param()));
            assertTrue(named, error::toString);
            assertNull(exchange.upstream(), "refused, and sent all the same");
            return Finding.REFUSED;
        }
        SentRequest sent = exchange.sent();
        JsonNode value =
                parameter.feature() == Feature.JSON_SCHEMA ? sent.schema : sent.parameters.path(parameter.sentName());
        boolean dropped = exchange.ended().dropped().contains(parameter.name());
        if (parameter.feature() == Feature.JSON_SCHEMA && !dropped && value.isMissingNode()) {
            assertTrue(String.join("", sent.system).contains("\"city\""), () -> "the schema is lost: " + sent.system);
            assertEquals(
                    "json_object", sent.parameters.at("/response_format/type").asText());
            return Finding.ADAPTED;
        }
        assertEquals(
                dropped,
                value.isMissingNode(),
                () -> "dropped: " + exchange.ended().dropped() + ", sent: " + sent.parameters);
        if (dropped) {
            return Finding.DROPPED;
        }
        return isSame(parameter, value) ? Finding.SENT : Finding.CLAMPED;
    }

    /** Where the provider has none, they would be missed too. */
    private Ask withTools() {
        return form().abilities().contains(Ability.TOOLS) ? Ask.withTools("hi") : Ask.user("hi");
    }

    private static boolean isSame(Parameter parameter, JsonNode sent) {
        JsonNode asked = Ask.json(parameter.value());
        return switch (parameter.feature()) {
            case STOP -> sent.equals(asked.isArray() ? asked : Ask.json("['END']"));
            case JSON_SCHEMA -> {
                assertNotNull(sent.at("/properties/city").get("type"), () -> "another schema: " + sent);
                yield true;
            }
            // A provider has words of its own for these.
            case REASONING_EFFORT, JSON_OBJECT, SERVICE_TIER, PREDICTION, VERBOSITY -> true;
            default ->
                asked.isNumber() && sent.isNumber()
                        ? asked.decimalValue().compareTo(sent.decimalValue()) == 0
                        : asked.equals(sent);
        };
    }

    @Test
    default void temperatureStaysWithinTheProvidersRange() {
        Exchange exchange = plain(Ask.user("hi").with("temperature", "1.9"), Scenario.says("ok"));
        JsonNode sent = exchange.sent().parameters.path("temperature");
        boolean dropped = exchange.ended().dropped().contains("temperature");
        assertEquals(dropped, sent.isMissingNode());
        assertTrue(dropped || (sent.asDouble() > 0.9 && sent.asDouble() <= 1.9), sent::toString);
    }

    @Test
    default void whatChangesNothingIsNeverMissed() {
        rig().renew(OnUnsupported.ERROR);
        Ask ask = withTools()
                .with("n", "1")
                .with("logprobs", "false")
                .with("frequency_penalty", "0")
                .with("presence_penalty", "0.0")
                .with("logit_bias", "{}")
                .with("stop", "null")
                .with("seed", "null")
                .with("user", "null")
                .with("response_format", "{'type':'text'}")
                .with("parallel_tool_calls", "true")
                .with("tool_choice", "'auto'")
                .with("service_tier", "'auto'")
                .with("store", "false")
                .with("modalities", "['text']")
                .with("metadata", "null");
        Exchange exchange = plain(ask, Scenario.says("ok"));
        rig().renew(OnUnsupported.DROP);
        assertEquals("ok", exchange.reply(false).content());
        assertEquals(List.of(), exchange.ended().dropped());
    }

    @Test
    default void severalMissingOnesAreNamedTogether() {
        Ask ask = Ask.user("hi");
        for (Parameter parameter : PARAMETERS) {
            boolean alone = List.of(Feature.N, Feature.JSON_OBJECT, Feature.PARALLEL_TOOL_CALLS)
                    .contains(parameter.feature());
            if (!alone && !parameter.name().equals("max_completion_tokens")) {
                ask.with(parameter.name(), parameter.value());
            }
        }
        Exchange exchange = streamed(ask, Scenario.says("ok"));
        assertEquals("ok", exchange.reply(true).content());
        SentRequest sent = exchange.sent();
        for (String name : exchange.ended().dropped()) {
            boolean isSent = name.equals("response_format") ? !sent.schema.isMissingNode() : sent.parameters.has(name);
            assertFalse(isSent, () -> name + " is dropped and sent: " + sent.parameters);
        }
    }
}
