package io.penstock.shared.limit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Subject;
import java.util.List;

/** What holds on any number of members while none of them fails. */
record FloodCheck(QuotaCluster cluster) {

    private static final int FITTING = 40;
    /** Fewer than were estimated. */
    private static final long USED_TOKENS = 3;

    void getsExactlyWhatFits(LimitKind kind) {
        Limited limited = cluster.limited(kind, FITTING);
        Subject subject = limited.subject();
        List<Asking> flood = cluster.exhaust(List.of(subject));
        assertEquals(FITTING, granted(flood), "admitted of " + limited);
        cluster.assertUsed(subject, kind, limited.units(FITTING));
        int settled = settleSome(flood);
        cluster.assertUsed(subject, kind, usedAfter(limited, settled));
        long room = (subject.limits().of(kind) - usedAfter(limited, settled)) / limited.units(1);
        assertEquals(room, granted(cluster.exhaust(List.of(subject))), "admitted later of " + limited);
        cluster.assertUsed(subject, kind, usedAfter(limited, settled) + limited.units(room));
    }

    /** Those of one member; how many these were. */
    private int settleSome(List<Asking> flood) {
        for (int i = 0; i < flood.size(); i++) {
            List<Integer> held = flood.get(i).reservations();
            if (!held.isEmpty()) {
                MemberProcess member =
                        cluster.members().get(i % cluster.members().size());
                member.settle(held, USED_TOKENS).join();
                return held.size();
            }
        }
        throw new AssertionError("nothing was granted");
    }

    private static long usedAfter(Limited limited, int settled) {
        return switch (limited.kind()) {
            case CONCURRENT_REQUESTS -> FITTING - settled;
            case TOKENS_PER_MINUTE, TOKENS_PER_DAY -> limited.units(FITTING) - settled * (Limited.TOKENS - USED_TOKENS);
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY -> FITTING;
        };
    }

    static int granted(List<Asking> asking) {
        return asking.stream().mapToInt(Asking::granted).sum();
    }
}
