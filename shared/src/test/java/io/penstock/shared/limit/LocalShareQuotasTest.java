package io.penstock.shared.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.penstock.shared.limit.counter.LocalQuotas;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalShareQuotasTest {

    private static final Subject ALICE = Subject.key("alice", Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 11));
    private static final Demand ONE = Demand.ONE_REQUEST;

    private final LocalQuotas cluster = new LocalQuotas(Clock.systemUTC());
    private final AtomicInteger locally = new AtomicInteger();
    private boolean cutOff;
    private Throwable why = new QuotasUnavailableException("cut off");
    private final LocalShareQuotas quotas =
            new LocalShareQuotas(new Flaky(), new LocalQuotas(Clock.systemUTC()), () -> 3, locally::incrementAndGet);

    @Test
    void asksTheClusterWhileItAnswers() {
        assertEquals(11, admitted(20));
        assertEquals(0, locally.get());
    }

    @Test
    void servesItsShareRoundedDownWhileItDoesNot() {
        cutOff = true;
        assertEquals(3, admitted(20));
        assertEquals(20, locally.get());
        assertEquals(3, read(), "its own counters are shown");
        cutOff = false;
        assertEquals(11, admitted(20), "nothing of it is in the cluster's counters");
    }

    @Test
    void aLimitBelowTheNumberOfNodesHasNoShare() {
        cutOff = true;
        Subject two = Subject.key("bob", Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 2));
        Admission.Refused refused = assertInstanceOf(
                Admission.Refused.class, quotas.admit(List.of(two), ONE).result());
        assertEquals(0, refused.limit());
        assertEquals(1000, refused.retryAfterMillis(), "the cluster may be back");
    }

    @Test
    void otherFailuresAreNoReasonToServeAlone() {
        cutOff = true;
        why = new IllegalStateException("a bug");
        assertSame(why, quotas.admit(List.of(ALICE), ONE).cause());
        assertEquals(0, locally.get());
    }

    private long admitted(int requests) {
        long admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += quotas.admit(List.of(ALICE), ONE).result() instanceof Admission.Granted ? 1 : 0;
        }
        return admitted;
    }

    private long read() {
        return quotas.read(List.of(ALICE)).result().get(0).used();
    }

    /** A cluster that answers when the test lets it. */
    private final class Flaky implements Quotas {

        @Override
        public Future<Admission> admit(List<Subject> subjects, Demand demand) {
            return cutOff ? Future.failedFuture(why) : cluster.admit(subjects, demand);
        }

        @Override
        public Future<List<Standing>> read(List<Subject> subjects) {
            return cutOff ? Future.failedFuture(why) : cluster.read(subjects);
        }

        @Override
        public Future<Void> close() {
            return cluster.close();
        }
    }
}
