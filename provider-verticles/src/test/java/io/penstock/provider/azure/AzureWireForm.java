package io.penstock.provider.azure;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.openai.OpenAiWireForm;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI's form with the words of Azure's content filter in it (learn.microsoft.com, "Content filtering annotations"
 * and "Content streaming").
 */
final class AzureWireForm extends OpenAiWireForm {

    /** When the filter looks at an answer, as it is set for a deployment. */
    enum Filter {
        /** Before the answer is sent: each choice brings its verdict. */
        DEFAULT,
        /** While it is sent: verdicts come in chunks of their own, during the answer and after its finish. */
        ASYNCHRONOUS
    }

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2ln";

    private final String path;
    private final String version;
    private final String key;
    private final Filter filter;

    private AzureWireForm(String path, String version, String key, Filter filter) {
        super(ProviderType.AZURE);
        this.path = path;
        this.version = version;
        this.key = key;
        this.filter = filter;
    }

    /** A resource's key, and deployments that have paths of their own. */
    static AzureWireForm dated() {
        return new AzureWireForm("", "2024-10-21", KEY, Filter.DEFAULT);
    }

    /** The same by a version that knows no {@code stream_options}. */
    static AzureWireForm old() {
        return new AzureWireForm("", "2024-06-01", KEY, Filter.DEFAULT);
    }

    /** A token of Entra ID, and version 1 of the API. */
    static AzureWireForm versionOne() {
        return new AzureWireForm("/openai/v1", "v1", TOKEN, Filter.ASYNCHRONOUS);
    }

    @Override
    public ProviderConfig config(URI server) {
        ProviderConfig config =
                ProviderConfig.of(type, server.resolve(path), List.of(new ApiKeyConfig(Secret.of(key))));
        // Of the current versions, each is the default for its address.
        return version.equals("2024-06-01") ? config.withApiVersion(version) : config;
    }

    /** A deployment's name. */
    @Override
    public String model() {
        return "prod-gpt-5-mini";
    }

    @Override
    public Streamed stream(Scenario scenario) {
        List<String> events = new ArrayList<>();
        events.add(event(promptResults()));
        boolean told = false;
        for (byte[] frame : super.stream(scenario).frames()) {
            String event = new String(frame, StandardCharsets.UTF_8);
            if (!event.startsWith("data: {")) {
                events.add(event);
                continue;
            }
            ObjectNode chunk = parse(event.substring("data: ".length()));
            JsonNode choice = chunk.at("/choices/0");
            boolean isText = choice.path("delta").path("content").asText().length() > 0;
            boolean isFinish = choice.path("finish_reason").isTextual();
            events.add(event(filtered(ownModel(chunk), isText)));
            if (filter == Filter.ASYNCHRONOUS && (isFinish || (isText && !told))) {
                told = true;
                events.add(event(annotation()));
            }
        }
        if (scenario.finish() == Finish.NONE && filter == Filter.ASYNCHRONOUS) {
            events.add(event(annotation()));
        }
        return Streamed.sse(events);
    }

    @Override
    public String document(Scenario scenario) {
        ObjectNode document = filtered(ownModel(parse(super.document(scenario))), true);
        return document.setAll(promptResults().retain("prompt_filter_results")).toString();
    }

    /** Answers tell the model's version, not the deployment. */
    private static ObjectNode ownModel(ObjectNode answer) {
        return answer.put("model", "gpt-5-mini-2025-08-07");
    }

    private ObjectNode filtered(ObjectNode answer, boolean isText) {
        for (JsonNode choice : answer.path("choices")) {
            JsonNode results = isText && filter == Filter.DEFAULT ? safe() : MAPPER.createObjectNode();
            ((ObjectNode) choice).set("content_filter_results", results);
        }
        return answer;
    }

    private static ObjectNode promptResults() {
        ObjectNode chunk = MAPPER.createObjectNode();
        chunk.putArray("choices");
        chunk.put("created", 0).put("id", "").put("model", "").put("object", "");
        ObjectNode results = chunk.putArray("prompt_filter_results").addObject().put("prompt_index", 0);
        results.set("content_filter_results", safe());
        return chunk;
    }

    private static ObjectNode annotation() {
        ObjectNode chunk = MAPPER.createObjectNode();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.putObject("content_filter_offsets")
                .put("check_offset", 44)
                .put("start_offset", 44)
                .put("end_offset", 198);
        choice.set("content_filter_results", safe());
        choice.putNull("finish_reason").put("index", 0);
        return chunk.put("created", 0).put("id", "").put("model", "").put("object", "");
    }

    private static ObjectNode safe() {
        ObjectNode results = MAPPER.createObjectNode();
        for (String category : List.of("hate", "self_harm", "sexual", "violence")) {
            results.putObject(category).put("filtered", false).put("severity", "safe");
        }
        return results;
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return AzureRequests.read(call, version, key);
    }

    @Override
    public List<ErrorCase> errors() {
        return AzureErrorCases.all();
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no JSON: " + json, noJson);
        }
    }
}
