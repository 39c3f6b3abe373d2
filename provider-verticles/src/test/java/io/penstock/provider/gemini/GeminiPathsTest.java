package io.penstock.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.http.KeyProbe;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class GeminiPathsTest {

    private static final String VERTEX =
            "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google";

    @ParameterizedTest
    @CsvSource({
        "https://generativelanguage.googleapis.com,gemini-2.5-flash,/v1beta/models/gemini-2.5-flash:generateContent",
        "https://generativelanguage.googleapis.com,models/gemini-2.5-flash,/v1beta/models/gemini-2.5-flash:generateContent",
        "https://generativelanguage.googleapis.com,tunedModels/t-1,/v1beta/tunedModels/t-1:generateContent",
        "https://generativelanguage.googleapis.com,a b?c,/v1beta/models/a%20b%3Fc:generateContent",
        "https://generativelanguage.googleapis.com/v1beta,m,/models/m:generateContent",
        "https://proxy.example/google/v1,m,/models/m:generateContent",
        "https://proxy.example/google,m,/v1beta/models/m:generateContent",
        "https://aiplatform.googleapis.com/v1/publishers/google,m@001,/models/m@001:generateContent",
        VERTEX + ",m,/models/m:generateContent",
    })
    void findsTheModelBehindTheBaseUrl(String base, String model, String path) {
        assertEquals(path, GeminiPaths.behind(URI.create(base)).generate(model, false));
    }

    @Test
    void asksForEventsWhereItStreams() {
        assertEquals(
                "/v1beta/models/m:streamGenerateContent?alt=sse",
                GeminiPaths.behind(URI.create("https://h")).generate("m", true));
    }

    @Test
    void probesAKeyWithoutCost() {
        KeyProbe.Question question = GeminiPaths.behind(URI.create("https://h")).probe();
        assertEquals(HttpMethod.GET, question.request().method());
        assertEquals("/v1beta/models?pageSize=1", question.request().path());
        assertFalse(question.accepted().test(400));
    }

    @Test
    void probesAKeyOfVertexByCountingTokens() {
        KeyProbe.Question question = GeminiPaths.behind(URI.create(VERTEX)).probe();
        assertEquals("/models/gemini-2.5-flash:countTokens", question.request().path());
        assertTrue(question.accepted().test(404));
        assertFalse(question.accepted().test(401));
    }
}
