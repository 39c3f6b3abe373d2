package io.penstock.shared.check;

import io.penstock.shared.config.Config;
import java.time.Duration;
import java.util.List;

/** Calls providers with their keys. Found by {@link java.util.ServiceLoader}. */
public interface ProviderCheck {

    /**
     * Asks every enabled provider, all at once, once for each of its keys. Blocks: on no event loop.
     *
     * @param timeout for each answer
     * @return in the order of the configuration; nothing of a provider that has nothing to ask
     */
    List<KeyFinding> check(Config config, Duration timeout);
}
