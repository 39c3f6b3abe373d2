package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.worker.WorkerProviders;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding out which keys and tokens are good. */
@NullUnmarked
class AzureKeysIT {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2ln";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.method() + " " + request.uri() + " key=" + request.getHeader("api-key")
                            + " authorization=" + request.getHeader("authorization"));
                    boolean good = KEY.equals(request.getHeader("api-key"))
                            || ("Bearer " + TOKEN).equals(request.getHeader("authorization"));
                    request.response()
                            .setStatusCode(good ? 200 : 401)
                            .putHeader("content-type", "application/json")
                            .end(
                                    good
                                            ? "{\"data\":[]}"
                                            : "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid"
                                                    + " subscription key or wrong API endpoint.\"}}");
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void asksForTheModelsWithAKeyInItsOwnHeader() {
        assertEquals(KeyCheck.Outcome.WORKS, check("", KEY).outcome());
        assertEquals(
                List.of("GET /openai/models?api-version=2024-10-21 key=" + KEY + " authorization=null"),
                List.copyOf(asked));
    }

    @Test
    void asksForTheModelsWithATokenAsItsBearer() {
        assertEquals(KeyCheck.Outcome.WORKS, check("/openai/v1", TOKEN).outcome());
        assertEquals(List.of("GET /openai/v1/models key=null authorization=Bearer " + TOKEN), List.copyOf(asked));
    }

    @Test
    void tellsWhyAKeyIsRefused() {
        KeyCheck refused = check("", "ffffffffffffffffffffffffffffffff");
        assertEquals(KeyCheck.Outcome.REFUSED, refused.outcome());
        assertTrue(refused.detail().contains("invalid subscription key"), refused::detail);
    }

    private KeyCheck check(String path, String key) {
        URI base = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        Provider provider = WorkerProviders.create(
                vertx, "azure", ProviderConfig.of(ProviderType.AZURE, base, List.of(new ApiKeyConfig(Secret.of(key)))));
        return WorkerProviders.check(vertx, provider);
    }
}
