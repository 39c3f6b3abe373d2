package io.penstock.provider.cohere;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.shared.chat.error.Failure;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * Cohere's errors: docs.cohere.com/reference/errors, and the further statuses of docs.cohere.com/reference/chat, which
 * give no words: theirs are made up.
 */
@NullMarked
final class CohereErrorCases {

    private CohereErrorCases() {}

    static List<ErrorCase> all() {
        return List.of(
                of(
                        Kind.THROTTLED,
                        429,
                        "You are using a Trial key, which is limited to 40 API calls / minute.",
                        throttled()),
                of(
                        Kind.THROTTLED,
                        429,
                        "trial token rate limit exceeded, limit is 100000 tokens per minute",
                        throttled()),
                of(Kind.OVERLOADED, 503, "service unavailable", ExpectedError.overloaded("provider_overloaded")),
                of(Kind.OTHER, 500, "internal server error", ExpectedError.failed("provider_error")),
                of(Kind.OTHER, 504, "request timed out", ExpectedError.failed("provider_error")),
                of(Kind.OTHER, 499, "request cancelled", ExpectedError.failed("provider_error")),
                of(Kind.BAD_KEY, 401, "no api key supplied", ExpectedError.badKey()),
                of(Kind.BAD_KEY, 401, "invalid api token", ExpectedError.badKey()),
                of(
                        Kind.BAD_KEY,
                        401,
                        "Your API key has expired. Please create a production key at dashboard.cohere.com",
                        ExpectedError.badKey()),
                of(Kind.BAD_KEY, 403, "forbidden", ExpectedError.badKey()),
                of(
                        Kind.OTHER,
                        402,
                        "Maximum billing reached for this API key as set in your dashboard",
                        new ExpectedError(
                                502, "provider_error", Failure.Retry.OTHER_TARGET, Failure.Cause.RATE_LIMIT, 60_000)),
                tooLong("total number of tokens in the prompt cannot exceed 4081 - received 4292."),
                tooLong("size limit exceeded by 11326 tokens. Try using shorter or fewer inputs."),
                tooLong("multi-hop prompt is too long even after truncation"),
                of(
                        Kind.OTHER,
                        400,
                        "too many tokens: max tokens must be less than or equal to 4096, the maximum output for this"
                                + " model - received 8192.",
                        ExpectedError.ofRequest(400, null)),
                of(
                        Kind.OTHER,
                        400,
                        "invalid request: temperature must be between 0 and 1.0 inclusive.",
                        ExpectedError.ofRequest(400, null)),
                of(Kind.OTHER, 422, "schema must be an object", ExpectedError.ofRequest(422, null)),
                of(
                        Kind.MODEL_NOT_FOUND,
                        404,
                        "model 'xyz' not found, make sure the correct model ID was used and that you have access to"
                                + " the model.",
                        ExpectedError.ofRequest(404, "model_not_found")),
                of(
                        Kind.MODEL_NOT_FOUND,
                        404,
                        "finetuned model xyz not found",
                        ExpectedError.ofRequest(404, "model_not_found")),
                of(Kind.OTHER, 404, "404 page not found", ExpectedError.ofRequest(404, null)),
                of(
                        Kind.CONTENT_FILTER,
                        498,
                        "blocked output: please consult the usage guidelines",
                        ExpectedError.ofRequest(400, "content_filter")),
                inBand(
                        "an error in the stream",
                        end("\"error\":\"internal server error, this has been reported to our developers.\","
                                + "\"finish_reason\":\"ERROR\""),
                        ExpectedError.failed("ERROR")),
                inBand(
                        "an error in the stream, with usage",
                        end("\"finish_reason\":\"ERROR\",\"usage\":{\"billed_units\":{\"input_tokens\":5},"
                                + "\"tokens\":{\"input_tokens\":71,\"output_tokens\":0},\"cached_tokens\":64}"),
                        ExpectedError.failed("ERROR")),
                inBand(
                        "a timeout in the stream",
                        end("\"finish_reason\":\"TIMEOUT\""),
                        ExpectedError.failed("TIMEOUT")));
    }

    /** Without a hint the key rests for a second. */
    private static ExpectedError throttled() {
        return ExpectedError.throttled("rate_limit_exceeded", 1000);
    }

    private static ErrorCase tooLong(String how) {
        return of(
                Kind.CONTEXT_TOO_LONG,
                400,
                "too many tokens: " + how,
                ExpectedError.ofRequest(400, "context_length_exceeded"));
    }

    private static ErrorCase of(Kind kind, int status, String message, ExpectedError expected) {
        return ErrorCase.of(
                status + ": " + message,
                kind,
                status,
                "{\"id\":\"" + CohereWireForm.ID + "\",\"message\":\"" + message + "\"}",
                expected);
    }

    private static String end(String members) {
        return "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{" + members + "}}\n\n";
    }
}
