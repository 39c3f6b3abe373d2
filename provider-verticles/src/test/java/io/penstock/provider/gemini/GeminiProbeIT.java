package io.penstock.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.worker.WorkerProviders;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding out which keys are good, at the Gemini API and at Vertex AI. */
@NullUnmarked
class GeminiProbeIT {

    private static final String VERTEX = "/v1/projects/p/locations/global/publishers/google";
    private static final String API_KEY = "AIzaSyContract0123456789";
    private static final String TOKEN = "ya29.contract-0123456789";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private int status = 200;
    private String body = "{}";

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.method() + " " + request.uri() + " key=" + request.getHeader("x-goog-api-key")
                            + " authorization=" + request.getHeader("authorization"));
                    request.response()
                            .setStatusCode(status)
                            .putHeader("content-type", "application/json")
                            .end(Buffer.buffer(body));
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void listsOneModelWithTheApiKey() {
        assertEquals(KeyCheck.Outcome.WORKS, check("", API_KEY));
        assertEquals(
                List.of("GET /v1beta/models?pageSize=1 key=" + API_KEY + " authorization=null"), List.copyOf(asked));
    }

    @Test
    void countsTokensAtVertexWithAnAccessToken() {
        assertEquals(KeyCheck.Outcome.WORKS, check(VERTEX, TOKEN));
        assertEquals(
                List.of("POST " + VERTEX + "/models/gemini-2.5-flash:countTokens key=null authorization=Bearer "
                        + TOKEN),
                List.copyOf(asked));
    }

    @Test
    void takesAKeyForGoodThatVertexTellsOfAnUnknownModel() {
        status = 404;
        assertEquals(KeyCheck.Outcome.WORKS, check(VERTEX, TOKEN));
    }

    @Test
    void knowsARefusedKeyByItsBody() {
        status = 400;
        body = new String(Requests.fixture("400-api-key.json"), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(KeyCheck.Outcome.REFUSED, check("", API_KEY));
    }

    private KeyCheck.Outcome check(String path, String key) {
        URI base = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        List<ApiKeyConfig> keys = List.of(new ApiKeyConfig(Secret.of(key)));
        Provider provider = GeminiProvider.create(
                vertx,
                "google",
                ProviderConfig.of(ProviderType.GEMINI, base, keys),
                new ApiKeys("google", keys, () -> {}, null));
        return WorkerProviders.check(vertx, provider).outcome();
    }
}
