package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Past;
import io.penstock.shared.limit.LimitKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is measured. */
final class Cases {

    private static final Set<LimitKind> REQUESTS = Set.of(LimitKind.REQUESTS_PER_MINUTE);
    private static final Set<LimitKind> TOKENS_AND_PERMIT =
            Set.of(LimitKind.REQUESTS_PER_MINUTE, LimitKind.TOKENS_PER_MINUTE, LimitKind.CONCURRENT_REQUESTS);

    static final int KEYS = 100_000;

    static final Set<LimitKind> EVERY_KIND = Set.copyOf(EnumSet.allOf(LimitKind.class));

    static final List<Case> ALL = List.of(
            new Case("no cluster, one key", 0, new OneKey(), Past.busyMinute(1)),
            new Case("key on own node", 2, new KeyForEachClient(0, REQUESTS), Past.busyMinute(2)),
            new Case("key on own node", 3, new KeyForEachClient(0, REQUESTS), Past.busyMinute(3)),
            new Case("key on other node", 2, new KeyForEachClient(1, REQUESTS), Past.busyMinute(2)),
            new Case("key on other node", 3, new KeyForEachClient(1, REQUESTS), Past.busyMinute(3)),
            new Case("one hot key for all", 3, new OneKey(), Past.busyMinute(3)),
            new Case("one of 100,000 keys", 3, new ManyKeys(KEYS), Past.ONE_REQUEST),
            new Case("key, key on model, model; one owner", 3, new KeyAndModel(true), Past.busyMinute(3)),
            new Case("key, key on model, model; two owners", 3, new KeyAndModel(false), Past.busyMinute(3)),
            new Case(
                    "with tokens and permit, settled; own node",
                    3,
                    new KeyForEachClient(0, TOKENS_AND_PERMIT),
                    Past.busyMinute(3)),
            new Case(
                    "with tokens and permit, settled; other node",
                    3,
                    new KeyForEachClient(1, TOKENS_AND_PERMIT),
                    Past.busyMinute(3)),
            new Case(
                    "every kind, busy all day, settled; other node",
                    3,
                    new KeyForEachClient(1, EVERY_KIND),
                    Past.busyDay(3)));

    private Cases() {}
}
