package io.penstock.provider.bedrock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The expected signatures were made by another implementation of AWS's, botocore. */
@NullUnmarked
class SignatureV4Test {

    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String SCOPE =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock/aws4_request,";

    private final SignatureV4 signature =
            new SignatureV4("us-east-1", Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @Test
    void encodesAnArnTwice() {
        Map<String, List<String>> headers = sign(
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2F"
                        + "us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
                AwsSessionCredentials.create(ID, SECRET, "SESSION/TOKEN+="));
        assertEquals(
                SCOPE + " SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"
                        + " Signature=f114b67291c013a3cd39aef8a04afe72567f3b9797a102132f7461a716399fca",
                headers.get("Authorization").get(0));
        assertEquals("20260102T030405Z", headers.get("X-Amz-Date").get(0));
        assertEquals("SESSION/TOKEN+=", headers.get("X-Amz-Security-Token").get(0));
    }

    @Test
    void needsNoSessionToken() {
        Map<String, List<String>> headers =
                sign("/model/amazon.nova-lite-v1%3A0/converse-stream", AwsBasicCredentials.create(ID, SECRET));
        assertEquals(
                SCOPE + " SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,"
                        + " Signature=778fbfc25ba14c4e2a040bb41906250cee355fd47bca9e66500c3c9bc06a426f",
                headers.get("Authorization").get(0));
        assertNull(headers.get("X-Amz-Security-Token"));
    }

    private Map<String, List<String>> sign(String path, AwsCredentials credentials) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(true)
                .setHost("bedrock-runtime.us-east-1.amazonaws.com")
                .setPort(443)
                .setURI(path)
                .putHeader("content-type", "application/json");
        return signature.sign(options, Buffer.buffer("{\"messages\":[]}"), credentials);
    }
}
