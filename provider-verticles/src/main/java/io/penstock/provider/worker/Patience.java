package io.penstock.provider.worker;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How long what a new configuration makes superfluous stays.
 *
 * @param keepMillis until the last request has ended that began under that configuration
 * @param lingerMillis until every gateway has heard that an instance leaves
 */
record Patience(ToLongFunction<Config> keepMillis, long lingerMillis) {

    static final Patience DEFAULT = new Patience(Patience::longestRequest, 5000);

    private static final long GRACE_MILLIS = 5000;

    /** Any model can also be asked for by its provider's name, under the default deadlines. */
    private static long longestRequest(Config config) {
        return GRACE_MILLIS
                + Stream.concat(
                                Stream.of(Timeouts.DEFAULT),
                                config.models().values().stream().map(ModelConfig::timeouts))
                        .mapToLong(timeouts -> timeouts.total().toMillis())
                        .max()
                        .orElse(0);
    }
}
