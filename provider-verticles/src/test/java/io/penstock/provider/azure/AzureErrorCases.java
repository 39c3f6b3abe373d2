package io.penstock.provider.azure;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Azure's errors, worded as its resources word them: learn.microsoft.com, "Azure OpenAI quotas and limits" and
 * "Content filtering"; the rest as users of its SDKs have reported them.
 */
final class AzureErrorCases {

    private static final String FILTERED = """
            {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content \
            management policy. Please modify your prompt and retry.","type":null,"param":"prompt","code":\
            "content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",\
            "content_filter_result":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"detected":true,\
            "filtered":true},"self_harm":{"filtered":false,"severity":"safe"}}}}}""";

    private static final String SERVER_ERROR = """
            {"error":{"message":"The server had an error processing your request. Sorry about that! You can retry \
            your request.","type":"server_error","param":null,"code":null}}""";

    private AzureErrorCases() {}

    static List<ErrorCase> all() {
        List<ErrorCase> cases = new ArrayList<>(limits());
        cases.addAll(credentials());
        cases.addAll(ofTheDeployment());
        cases.addAll(ofTheRequest());
        cases.addAll(failures());
        return cases;
    }

    private static List<ErrorCase> limits() {
        return List.of(
                of(
                        "token limit with both headers",
                        Kind.THROTTLED,
                        429,
                        Map.of("content-type", "application/json", "retry-after", "20", "retry-after-ms", "19640"),
                        overLimit("token", "Please retry after 20 seconds."),
                        ExpectedError.throttled("429", 19_640)),
                of(
                        "call limit with retry-after",
                        Kind.THROTTLED,
                        429,
                        Map.of("content-type", "application/json", "retry-after", "7"),
                        overLimit("call", "Please retry after 7 seconds."),
                        ExpectedError.throttled("429", 7000)),
                of(
                        "call limit in words only",
                        Kind.THROTTLED,
                        429,
                        overLimit("call", "Please retry after 5 seconds."),
                        ExpectedError.throttled("429", 5000)),
                of(
                        "a limit in fewer words",
                        Kind.THROTTLED,
                        429,
                        Map.of(
                                "content-type", "application/json",
                                "x-ratelimit-remaining-requests", "7",
                                "x-ratelimit-remaining-tokens", "1014"),
                        error("429", "Rate limit is exceeded. Try again in 4 seconds."),
                        ExpectedError.throttled("429", 4000)));
    }

    private static List<ErrorCase> credentials() {
        return List.of(
                of(
                        "bad key",
                        Kind.BAD_KEY,
                        401,
                        error(
                                "401",
                                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
                                        + " provide a valid key for an active subscription and use a correct regional API"
                                        + " endpoint for your resource."),
                        ExpectedError.badKey()),
                of(
                        "a token that has expired",
                        Kind.BAD_KEY,
                        401,
                        "{\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing, invalid, audience is"
                                + " incorrect (https://cognitiveservices.azure.com), or have expired.\"}",
                        ExpectedError.badKey()),
                of(
                        "a token without the role",
                        Kind.BAD_KEY,
                        401,
                        error("PermissionDenied", "Principal does not have access to API/Operation."),
                        ExpectedError.badKey()),
                of(
                        "a network that is shut out",
                        Kind.OTHER,
                        403,
                        error("AccessDenied", "Access denied due to Virtual Network/Firewall rules."),
                        ExpectedError.badKey()));
    }

    /** The operator names deployments and versions, not the client. */
    private static List<ErrorCase> ofTheDeployment() {
        return List.of(
                of(
                        "no such deployment",
                        Kind.MODEL_NOT_FOUND,
                        404,
                        error(
                                "DeploymentNotFound",
                                "The API deployment for this resource does not exist. If you created the deployment"
                                        + " within the last 5 minutes, please wait a moment and try again."),
                        ExpectedError.ofTarget(404, "DeploymentNotFound")),
                of(
                        "no such path",
                        Kind.OTHER,
                        404,
                        error("404", "Resource not found"),
                        ExpectedError.ofTarget(404, "404")),
                of(
                        "a deployment of another kind of model",
                        Kind.OTHER,
                        400,
                        error(
                                "OperationNotSupported",
                                "The chatCompletion operation does not work with the specified model,"
                                        + " text-embedding-3-small. Please choose different model and try again."),
                        ExpectedError.ofTarget(400, "OperationNotSupported")),
                of(
                        "an unknown version",
                        Kind.OTHER,
                        400,
                        error("BadRequest", "API version not supported"),
                        ExpectedError.ofTarget(400, "BadRequest")),
                of(
                        "a version that is too old for the model",
                        Kind.OTHER,
                        400,
                        error(
                                "BadRequest",
                                "Model {modelName} is enabled only for api versions 2024-12-01-preview and later"),
                        ExpectedError.ofTarget(400, "BadRequest")));
    }

    private static List<ErrorCase> ofTheRequest() {
        return List.of(
                of(
                        "blocked prompt",
                        Kind.CONTENT_FILTER,
                        400,
                        FILTERED,
                        ExpectedError.ofRequest(400, "content_filter")),
                of(
                        "context too long",
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        "{\"error\":{\"message\":\"Input tokens exceed the configured limit of 272000 tokens. Your messages"
                                + " resulted in 300011 tokens. Please reduce the length of the messages.\",\"type\":"
                                + "\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                of(
                        "an unknown parameter",
                        Kind.OTHER,
                        400,
                        "{\"error\":{\"message\":\"Unrecognized request argument supplied: metadatas\",\"type\":"
                                + "\"invalid_request_error\",\"param\":null,\"code\":null}}",
                        ExpectedError.ofRequest(400, null)));
    }

    private static List<ErrorCase> failures() {
        return List.of(
                of(
                        "unavailable",
                        Kind.OVERLOADED,
                        503,
                        error("ServiceUnavailable", "The service is temporarily unable to process your request."),
                        ExpectedError.overloaded("provider_overloaded")),
                of("server error", Kind.OTHER, 500, SERVER_ERROR, ExpectedError.failed("provider_error")),
                of(
                        "backend error",
                        Kind.OTHER,
                        500,
                        error(
                                "InternalServerError",
                                "Backend returned unexpected response. Please contact Microsoft for help."),
                        ExpectedError.failed("provider_error")),
                of(
                        "time out",
                        Kind.OTHER,
                        408,
                        error("Timeout", "The operation was timeout."),
                        ExpectedError.failed("provider_error")),
                inBand(
                        "server error in the stream",
                        "data: " + SERVER_ERROR + "\n\n",
                        ExpectedError.failed("provider_error")),
                inBand(
                        "blocked in the stream",
                        "data: " + FILTERED + "\n\n",
                        ExpectedError.ofRequest(400, "content_filter")),
                inBand(
                        "limit in the stream",
                        "data: " + overLimit("token", "Please retry after 20 seconds.") + "\n\n",
                        ExpectedError.throttled("429", 20_000)));
    }

    private static String overLimit(String which, String when) {
        return error(
                "429",
                "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded"
                        + " " + which + " rate limit of your current OpenAI S0 pricing tier. " + when
                        + " Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the"
                        + " default rate limit.");
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }
}
