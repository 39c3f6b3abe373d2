package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** openrouter.ai/docs: streaming, errors, usage accounting. Comments while it waits for the vendor behind it. */
final class OpenrouterWireForm extends VendorWireForm {

    private static final String PROCESSING = ": OPENROUTER PROCESSING\n\n";

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error(
                            429,
                            "Rate limit exceeded: free-models-per-min.",
                            "{\"headers\":{\"X-RateLimit-Limit\":\"20\"}}"),
                    ExpectedError.throttled("429", 1000)),
            of(
                    "no vendor is there",
                    Kind.OVERLOADED,
                    503,
                    error(503, "No instances available", "{}"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "the vendor behind it fails",
                    Kind.OTHER,
                    502,
                    error(502, "Provider returned error", "{\"raw\":\"upstream is down\",\"provider_name\":\"X\"}"),
                    ExpectedError.failed("provider_error")),
            of("bad key", Kind.BAD_KEY, 401, error(401, "No auth credentials found", "{}"), ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(400, "This endpoint's maximum context length is 131072 tokens.", "{}"),
                    ExpectedError.ofRequest(400, "400")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    400,
                    error(400, "x is not a valid model ID", "{}"),
                    ExpectedError.ofRequest(400, "400")),
            of(
                    "moderation",
                    Kind.CONTENT_FILTER,
                    403,
                    error(403, "Input was flagged", "{\"reasons\":[\"violence\"],\"flagged_input\":\"…\"}"),
                    ExpectedError.ofRequest(400, "content_filter")),
            inBand(
                    "the vendor behind it is gone",
                    PROCESSING
                            + "data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
                            + "\"m\",\"provider\":\"X\",\"error\":{\"code\":502,\"message\":\"Provider disconnected\"},"
                            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n"
                            + "data: [DONE]\n\n",
                    ExpectedError.failed("502")));

    OpenrouterWireForm() {
        super(ProviderType.OPENROUTER, "deepseek/deepseek-v3.2", ERRORS);
    }

    private static String error(int code, String message, String metadata) {
        return "{\"error\":{\"message\":\"" + message + "\",\"code\":" + code + ",\"metadata\":" + metadata
                + "},\"user_id\":\"user_1\"}";
    }

    @Override
    protected String reasoningField() {
        return "reasoning";
    }

    @Override
    protected List<String> opening() {
        ObjectNode delta = object().put("role", "assistant").put("content", "");
        return List.of(PROCESSING, PROCESSING, event(chunk(delta, null)), PROCESSING);
    }

    @Override
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = super.chunk(delta, finish);
        ((ObjectNode) chunk.at("/choices/0")).put("native_finish_reason", finish);
        return chunk;
    }

    @Override
    protected ObjectNode head() {
        return super.head().put("provider", "X");
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        ObjectNode usage = super.usage(tokens).put("cost", 0.5).put("is_byok", false);
        usage.putObject("cost_details").putNull("upstream_inference_cost");
        return usage;
    }
}
