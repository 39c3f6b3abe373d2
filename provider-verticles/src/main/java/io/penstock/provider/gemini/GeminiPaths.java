package io.penstock.provider.gemini;

import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where things are behind a base URL: the Gemini API's is the host's root, as its SDKs take it, with or
 * without a version; Vertex AI's leads to {@code …/publishers/google} and is used as it is.
 *
 * @param version what comes before {@code /models}
 */
record GeminiPaths(String version, boolean vertex) {

    private static final Pattern VERSIONED = Pattern.compile(".*/v1(?:beta\\d?|alpha)?(?:/projects/.*)?");

    static GeminiPaths behind(URI base) {
        String path = base.getRawPath();
        boolean vertex = path.contains("/publishers/google") || path.contains("/projects/");
        return new GeminiPaths(vertex || VERSIONED.matcher(path).matches() ? "" : "/v1beta", vertex);
    }

    /** @param model with or without {@code models/}; {@code tunedModels/…} and others with a slash stay so */
    String generate(String model, boolean stream) {
        return name(model) + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    /** Listing one model costs nothing. Vertex AI lists none; there counting tokens costs nothing. */
    KeyProbe.Question probe() {
        if (!vertex) {
            return KeyProbe.Question.of(UpstreamRequest.get(version + "/models?pageSize=1"));
        }
        byte[] body =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]}]}".getBytes(StandardCharsets.UTF_8);
        // Who asks is looked at before what is asked: an unknown model is unknown to a good key only.
        return new KeyProbe.Question(
                UpstreamRequest.post(name("gemini-2.5-flash") + ":countTokens", body),
                status -> (status >= 200 && status <= 299) || status == 404);
    }

    private String name(String model) {
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("%40", "@");
        return version + (model.indexOf('/') < 0 ? "/models/" : "/") + encoded;
    }
}
