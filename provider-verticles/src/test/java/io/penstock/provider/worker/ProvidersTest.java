package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.provider.upstream.choices.CallPerChoice;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachChoiceIsACallOfItsOwnWhereTheConfigurationSaysSo(boolean emulateN) {
        Vertx vertx = Vertx.vertx();
        try {
            ProviderConfig config =
                    ProviderConfig.of(ProviderType.OPENAI, null, List.of()).withEmulateN(emulateN);
            ApiKeys none = new ApiKeys("up", List.of(), () -> {}, null);
            assertEquals(emulateN, Providers.create(vertx, "up", config, none) instanceof CallPerChoice);
        } finally {
            vertx.close().await();
        }
    }
}
