package io.penstock.shared.beat;

import java.util.List;
import java.util.Map;

/**
 * What a provider node knows of its targets and keys that are not well; of the others nothing is said.
 *
 * @param circuits by target, {@code provider/model} with the provider's own name for the model
 */
public record Health(Map<String, OpenCircuit> circuits, List<RestingKey> keys) {

    public static final Health GOOD = new Health(Map.of(), List.of());

    public Health {
        circuits = Map.copyOf(circuits);
        keys = List.copyOf(keys);
    }
}
