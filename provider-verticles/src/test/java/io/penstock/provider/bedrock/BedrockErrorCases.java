package io.penstock.provider.bedrock;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.shared.chat.error.Failure;
import java.util.List;
import java.util.Map;

/** The errors of Converse and ConverseStream, and those that all of AWS has. */
final class BedrockErrorCases {

    private BedrockErrorCases() {}

    static List<ErrorCase> all() {
        return List.of(
                of(
                        Kind.THROTTLED,
                        429,
                        "ThrottlingException",
                        "Too many requests, please wait before trying again.",
                        ExpectedError.throttled("ThrottlingException", -1)),
                of(
                        Kind.THROTTLED,
                        429,
                        "ModelNotReadyException",
                        "Model is not ready for inference.",
                        ExpectedError.throttled("ModelNotReadyException", -1)),
                of(
                        Kind.OVERLOADED,
                        503,
                        "ServiceUnavailableException",
                        "Bedrock is unable to process your request.",
                        ExpectedError.overloaded("provider_overloaded")),
                of(
                        Kind.OTHER,
                        500,
                        "InternalServerException",
                        "The system encountered an unexpected error.",
                        ExpectedError.failed("provider_error")),
                of(
                        Kind.OTHER,
                        408,
                        "ModelTimeoutException",
                        "Model has timed out in processing the request.",
                        ExpectedError.failed("provider_error")),
                of(Kind.OTHER, 424, "ModelErrorException", "The model failed.", ExpectedError.failed("provider_error")),
                of(
                        Kind.OTHER,
                        403,
                        "AccessDeniedException",
                        "You don't have access to the model with the specified model ID.",
                        new ExpectedError(
                                502, "provider_auth", Failure.Retry.OTHER_TARGET, Failure.Cause.PROVIDER, -1)),
                of(
                        Kind.BAD_KEY,
                        403,
                        "UnrecognizedClientException",
                        "The security token included in the request is invalid.",
                        ExpectedError.badKey()),
                of(
                        Kind.BAD_KEY,
                        403,
                        "ExpiredTokenException",
                        "The security token included in the request is expired",
                        ExpectedError.badKey()),
                ErrorCase.of(
                        "a bad API key",
                        Kind.BAD_KEY,
                        403,
                        "{\"Message\":\"Authentication failed: Please make sure your API Key is valid.\"}",
                        ExpectedError.badKey()),
                of(
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        "ValidationException",
                        "Input is too long for requested model.",
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                of(
                        Kind.OTHER,
                        400,
                        "ValidationException",
                        "1 validation error detected",
                        ExpectedError.ofRequest(400, "ValidationException")),
                of(
                        Kind.MODEL_NOT_FOUND,
                        404,
                        "ResourceNotFoundException",
                        "Could not resolve the foundation model from the provided model identifier.",
                        ExpectedError.ofRequest(404, "ResourceNotFoundException")),
                inBand(
                        "throttling in the stream",
                        Frames.exception("throttlingException", "Too many tokens"),
                        ExpectedError.throttled("throttlingException", -1)),
                inBand(
                        "a failing model in the stream",
                        Frames.exception("modelStreamErrorException", "The model failed"),
                        ExpectedError.failed("modelStreamErrorException")),
                inBand(
                        "an internal error in the stream",
                        Frames.exception("internalServerException", "oops"),
                        ExpectedError.failed("internalServerException")),
                inBand(
                        "an error frame",
                        Frames.frame(
                                Map.of(
                                        ":message-type", "error",
                                        ":error-code", "InternalError",
                                        ":error-message", "An internal server error occurred"),
                                ""),
                        ExpectedError.failed("InternalError")),
                inBand(
                        "a malformed tool call",
                        Frames.event("messageStop", "{\"stopReason\":\"malformed_tool_use\"}"),
                        ExpectedError.failed("malformed_tool_use")));
    }

    private static ErrorCase of(Kind kind, int status, String type, String message, ExpectedError expected) {
        return ErrorCase.of(
                type + ": " + message,
                kind,
                status,
                Map.of(
                        "content-type",
                        "application/json",
                        "x-amzn-errortype",
                        type + ":http://internal.amazon.com/coral/com.amazon.bedrock/"),
                "{\"message\":\"" + message + "\"}",
                expected);
    }
}
