package io.penstock.provider.bedrock.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.errors.ErrorBody;
import io.vertx.core.MultiMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ConverseErrorsTest {

    private final AtomicInteger expired = new AtomicInteger();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "ValidationException|{\"message\":\"m\"}|ValidationException|m",
                "aws#ValidationException:http://x/|{\"Message\":\"m\"}|ValidationException|m",
                "|{\"__type\":\"com.amazon#ThrottlingException\",\"message\":\"m\"}|ThrottlingException|m",
                "|{\"code\":\"X\",\"message\":null}|X|",
                "X|{\"error\":{\"message\":\"of a proxy\"}}|X|of a proxy",
                "X|{\"detail\":\"of another\"}|X|of another",
                "X|in words|X|in words",
                "X|<html></html>|X|",
                "X|''|X|",
                "||''|"
            })
    void findsTypeAndWordsWhereverTheyAre(String header, String body, String type, String words) {
        ErrorBody error = read(false, 400, header, body == null ? "" : body);
        assertEquals(type.isEmpty() ? null : type, error.code());
        assertEquals(words, error.message());
        assertEquals(400, error.status());
    }

    @Test
    void leavesOutTheRequestByWhichAwsExplainsASignature() {
        ErrorBody error = read(
                false,
                403,
                "InvalidSignatureException",
                "{\"message\":\"It does not match.\\n\\nThe Canonical String for this request should have been"
                        + "\\nx-amz-security-token:SECRET\"}");
        assertEquals("It does not match.", error.message());
        assertTrue(error.kind().contains("invalid_api_key"));
    }

    @ParameterizedTest
    @CsvSource({
        "ExpiredTokenException, whatever",
        "ExpiredToken, whatever",
        "UnrecognizedClientException, The security token included in the request is expired"
    })
    void tellsThatCredentialsHaveExpiredWhereThereCanBeOthers(String type, String message) {
        String body = "{\"message\":\"" + message + "\"}";
        assertTrue(read(true, 403, type, body).kind().contains(ErrorBody.EXPIRED_CREDENTIALS));
        assertEquals(1, expired.get());
        ErrorBody lasting = read(false, 403, type, body);
        assertFalse(lasting.kind().contains(ErrorBody.EXPIRED_CREDENTIALS));
        assertTrue(lasting.kind().contains("invalid_api_key"));
    }

    @Test
    void tellsAKeyFromAModelThatItMayNotUse() {
        String model = "{\"message\":\"You don't have access to the model with the specified model ID.\"}";
        assertTrue(read(true, 403, "AccessDeniedException", model).kind().contains("model_permission"));
        String key = "{\"message\":\"Authentication failed: Please make sure your API Key is valid.\"}";
        assertTrue(read(true, 403, "AccessDeniedException", key).kind().contains("invalid_api_key"));
        assertEquals(0, expired.get());
        assertNull(read(true, 500, null, "").message());
    }

    private ErrorBody read(boolean canRenew, int status, String type, String body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (type != null) {
            headers.add("X-Amzn-ErrorType", type);
        }
        return new ConverseErrors(canRenew, expired::incrementAndGet).read(status, headers, body.getBytes(UTF_8));
    }
}
