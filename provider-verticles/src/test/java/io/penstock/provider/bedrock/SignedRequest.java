package io.penstock.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.testkit.UpstreamCall;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;

/**
 * Signs a request once more as its server does, from what has arrived (docs.aws.amazon.com, "Create a signed AWS API
 * request"): the canonical path is the one on the wire with each segment encoded again.
 */
@NullUnmarked
final class SignedRequest {

    private SignedRequest() {}

    /** The header that it must have. */
    static String authorization(UpstreamCall call, String id, String secret, String region) {
        String date = call.header("x-amz-date");
        String scope = date.substring(0, 8) + "/" + region + "/bedrock/aws4_request";
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name : new String[] {"content-type", "host", "x-amz-content-sha256", "x-amz-date"}) {
            headers.put(name, call.header(name));
        }
        if (call.header("x-amz-security-token") != null) {
            headers.put("x-amz-security-token", call.header("x-amz-security-token"));
        }
        String names = String.join(";", headers.keySet());
        String path = Arrays.stream(call.uri().split("/", -1))
                .map(SignedRequest::encoded)
                .collect(Collectors.joining("/"));
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        String request = call.method() + "\n" + path + "\n\n" + lines + "\n" + names + "\n" + hash(call.body());
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(request.getBytes(UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String step : scope.split("/")) {
            key = hmac(key, step);
        }
        return "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
