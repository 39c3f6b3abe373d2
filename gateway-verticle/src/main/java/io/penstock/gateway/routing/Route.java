package io.penstock.gateway.routing;

import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.List;

/**
 * Where the requests for one model may go.
 *
 * @param label the model in metrics: its public name, or {@code provider/*} for models
 *     named by their provider, so that clients cannot make up labels
 * @param retries attempts after the first, over all targets together
 */
public record Route(String label, Strategy strategy, List<TargetConfig> targets, int retries, Timeouts timeouts) {}
