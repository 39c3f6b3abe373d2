package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.testkit.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionsTest {

    private final Vertx vertx = Vertx.vertx();
    private final ApiKeys keys = new ApiKeys("e", List.of(), () -> {}, null);
    private final Setup first = setup("v1", 1);
    private final Versions versions = new Versions(vertx, "e", first);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void anUnchangedProviderIsTheSameUnderEachVersion() {
        Versions.Served served = versions.of("v1");
        versions.serve(new Setup("v2", first.config(), keys), 60_000);
        assertSame(served, versions.of("v2"));
        assertSame(served, versions.of("v1"));
        assertEquals(1, versions.open());
    }

    @Test
    void aChangedOneStaysUntilItsCallsHaveEnded() {
        Versions.Served before = versions.of("v1");
        before.begin();
        versions.serve(setup("v2", 2), 1);
        assertNotSame(before, versions.of("v2"));
        Await.until("the end of v1", () -> versions.of("v1") == versions.of("v2"), Duration.ofSeconds(10));
        assertEquals(2, versions.open());
        before.end();
        assertEquals(1, versions.open());
    }

    @Test
    void theWayBackIsAnotherChange() {
        versions.serve(setup("v2", 2), 1);
        versions.serve(first, 60_000);
        Await.until("the end of the first v1", () -> versions.open() == 2, Duration.ofSeconds(10));
        assertSame(versions.of("v1"), versions.of("unknown"));
        assertNotSame(versions.of("v1"), versions.of("v2"));
    }

    @Test
    void aVersionThatCameBackIsKeptForItsOwnTime() {
        versions.serve(new Setup("v2", first.config(), keys), 50);
        versions.serve(first, 60_000);
        Versions.Served served = versions.of("v1");
        versions.serve(setup("v3", 3), 60_000);
        vertx.timer(200, TimeUnit.MILLISECONDS).await();
        assertSame(served, versions.of("v1"));
    }

    private Setup setup(String version, int delayMillis) {
        return new Setup(
                version,
                ProviderConfig.of(ProviderType.ECHO, null, List.of()).withDelay(Duration.ofMillis(delayMillis)),
                keys);
    }
}
