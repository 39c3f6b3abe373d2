package io.penstock.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.shared.chat.error.Failure;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Google's errors: ai.google.dev/gemini-api/docs/troubleshooting, and as they are recorded. */
@NullMarked
final class GeminiErrorCases {

    private static final String LIMITED = "RESOURCE_EXHAUSTED";

    private GeminiErrorCases() {}

    static List<ErrorCase> all() {
        String bare = file("503-overloaded");
        return List.of(
                plain("429-retry-info", Kind.THROTTLED, 429, ExpectedError.throttled(LIMITED, 46_000)),
                plain("429-in-words", Kind.THROTTLED, 429, ExpectedError.throttled(LIMITED, 3_723_500)),
                // Without a hint the key rests for a second.
                plain("429-vertex", Kind.THROTTLED, 429, ExpectedError.throttled(LIMITED, 1000)),
                plain("503-overloaded", Kind.OVERLOADED, 503, ExpectedError.overloaded("provider_overloaded")),
                plain("500-internal", Kind.OTHER, 500, ExpectedError.failed("provider_error")),
                plain("504-deadline", Kind.OTHER, 504, ExpectedError.failed("provider_error")),
                plain("400-api-key", Kind.BAD_KEY, 400, ExpectedError.badKey()),
                plain("403-denied", Kind.BAD_KEY, 403, ExpectedError.badKey()),
                plain("401-token", Kind.BAD_KEY, 401, ExpectedError.badKey()),
                plain(
                        "400-context",
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                plain("400-argument", Kind.OTHER, 400, ExpectedError.ofRequest(400, "INVALID_ARGUMENT")),
                plain("404-model", Kind.MODEL_NOT_FOUND, 404, ExpectedError.ofRequest(404, "model_not_found")),
                plain(
                        "400-location",
                        Kind.OTHER,
                        400,
                        new ExpectedError(
                                502, "provider_error", Failure.Retry.OTHER_TARGET, Failure.Cause.RATE_LIMIT, 60_000)),
                ErrorCase.inBand(
                        "a call that is none",
                        "data: {\"candidates\":[{\"content\":{},\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"index\":0}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":11,\"totalTokenCount\":11}}\r\n\r\n",
                        ExpectedError.failed("MALFORMED_FUNCTION_CALL")),
                ErrorCase.inBand("an error's bare document", bare, ExpectedError.overloaded("UNAVAILABLE")),
                ErrorCase.inBand(
                        "an error's bare document in an array",
                        "[" + bare.strip() + "\n]\n",
                        ExpectedError.overloaded("UNAVAILABLE")),
                ErrorCase.inBand(
                        "an error as an event",
                        "data: " + file("429-retry-info").replace("\n", "") + "\r\n\r\n",
                        ExpectedError.throttled(LIMITED, 46_000)));
    }

    private static ErrorCase plain(String name, Kind kind, int status, ExpectedError expected) {
        return ErrorCase.of(name, kind, status, file(name), expected);
    }

    private static String file(String name) {
        return new String(Requests.fixture(name + ".json"), UTF_8);
    }
}
