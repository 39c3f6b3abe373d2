package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.beat.RestingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeHealthTest {

    @Test
    void tellsOfBrokenKeysAndConfiguredModelsFirst() {
        List<RestingKey> resting = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            resting.add(new RestingKey("p", "aaaaaaaa", "made up " + i, false, 60_000, 0));
        }
        RestingKey configured = new RestingKey("p", "aaaaaaaa", "a/b", false, 60_000, 0);
        RestingKey broken = new RestingKey("p", "bbbbbbbb", "", true, 60_000, 7);
        resting.add(configured);
        resting.add(broken);
        List<RestingKey> told = NodeHealth.told(resting, Set.of("p/a/b"));
        assertEquals(1000, told.size());
        assertEquals(List.of(broken, configured), told.subList(0, 2));
    }
}
