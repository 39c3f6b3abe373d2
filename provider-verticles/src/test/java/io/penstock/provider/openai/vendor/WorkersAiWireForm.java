package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.chat.error.Failure.Cause;
import io.penstock.shared.chat.error.Failure.Retry;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * developers.cloudflare.com/workers-ai: OpenAI-compatible endpoints, errors. Content is a string for most models, and
 * errors are Cloudflare's own.
 */
final class WorkersAiWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "out of capacity",
                    Kind.THROTTLED,
                    429,
                    error(3040, "Capacity temporarily exceeded, please try again."),
                    ExpectedError.throttled("3040", 1000)),
            of(
                    "account limited",
                    Kind.OTHER,
                    429,
                    error(3036, "you have used up your daily free allocation of 10,000 neurons"),
                    new ExpectedError(429, "3036", Retry.OTHER_TARGET, Cause.RATE_LIMIT, 60_000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error(3042, "Service unavailable"),
                    ExpectedError.overloaded("provider_overloaded")),
            of("bad key", Kind.BAD_KEY, 401, error(10000, "Authentication error"), ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    413,
                    error(
                            5021,
                            "The estimated number of input and maximum output tokens exceeded this model context window"),
                    ExpectedError.ofRequest(413, "5021")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    400,
                    error(5007, "No such model @cf/x or task"),
                    ExpectedError.ofRequest(400, "5007")));

    WorkersAiWireForm() {
        super(ProviderType.WORKERS_AI, "@cf/openai/gpt-oss-120b", ERRORS, Ability.FILTER, Ability.REASONING_TOKENS);
    }

    private static String error(int code, String message) {
        return "{\"errors\":[{\"message\":\"AiError: " + message + "\",\"code\":" + code
                + "}],\"success\":false,\"result\":{},\"messages\":[]}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of("stop", Finish.STOP, "length", Finish.LENGTH, "tool_calls", Finish.TOOL_CALLS);
    }

    /** Without the members of OpenAI's that it does not write. */
    @Override
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = super.chunk(delta, finish);
        chunk.remove("system_fingerprint");
        return chunk.put("p", "abdefghijklmn");
    }

    @Override
    protected @Nullable ObjectNode delta(Piece piece) {
        ObjectNode delta = super.delta(piece);
        return delta == null ? null : delta.put("role", "assistant");
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        return endingAtOnce(scenario);
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens).without("completion_tokens_details");
    }

    @Override
    void check(JsonNode body) {
        for (JsonNode message : body.path("messages")) {
            JsonNode content = message.path("content");
            boolean images = content.toString().contains("image_url");
            assertTrue(content.isTextual() || images, () -> "refused: no string in " + message);
        }
    }
}
