package io.penstock.provider.bedrock.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Signs a request as AWS wants it (docs.aws.amazon.com, "AWS Signature Version 4"), with AWS's own signer.
 * The path is encoded once more for the signature than on the wire, as it is for every service but S3. Any thread.
 */
final class SignatureV4 {

    private static final String SERVICE = "bedrock";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final String region;
    private final Clock clock;

    SignatureV4(String region, Clock clock) {
        this.region = region;
        this.clock = clock;
    }

    /** The headers to add, of which none is for the eyes of others. */
    Map<String, List<String>> sign(RequestOptions options, Buffer body, AwsCredentials credentials) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(options.getMethod().name()))
                .protocol(options.isSsl() ? "https" : "http")
                .host(options.getHost())
                .port(options.getPort())
                .encodedPath(options.getURI())
                .putHeader("content-type", options.getHeaders().get("content-type"))
                .build();
        Map<String, List<String>> signed = signer.sign(r -> r.identity(credentials)
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(body.getBytes()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .headers();
        return signed.entrySet().stream()
                .filter(header -> isCredential(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isCredential(String header) {
        return header.equals("authorization") || header.startsWith("x-amz-");
    }
}
