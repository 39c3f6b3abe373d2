package io.penstock.shared.limit.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasContract;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LocalQuotasTest extends QuotasContract {

    private static final Vertx VERTX = Vertx.vertx();

    private final SteppingClock clock = new SteppingClock(1_700_000_000_123L);
    private final LocalQuotas quotas = new LocalQuotas(clock);

    @AfterAll
    static void closeVertx() {
        await(VERTX.close());
    }

    @Override
    protected Quotas quotas() {
        return quotas;
    }

    @Override
    protected Vertx vertx() {
        return VERTX;
    }

    @Test
    void completesAtOnce() {
        assertTrue(quotas.admit(List.of(perMinute("key:alice", 1)), Demand.ONE_REQUEST)
                .isComplete());
    }

    @Test
    void admitsWhoWaitedAsLongAsTold() {
        Subject alice = perMinute("key:alice", 1);
        assertInstanceOf(Admission.Granted.class, admit(alice));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(alice));
        clock.step(refused.retryAfterMillis() - 1);
        assertInstanceOf(Admission.Refused.class, admit(alice));
        clock.step(1);
        assertInstanceOf(Admission.Granted.class, admit(alice));
    }

    @Test
    void forgetsIdleSubjects() {
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Admission.Granted.class, admit(perMinute("key:" + i, 5)));
        }
        assertEquals(100, quotas.subjects());
        clock.step(TimeUnit.MINUTES.toMillis(2));
        assertInstanceOf(Admission.Granted.class, admit(perMinute("key:late", 5)));
        assertEquals(1, quotas.subjects());
    }

    @Test
    void isExactOverSeveralThreads() {
        Subject alice = perMinute("key:alice", 500);
        long granted = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> admit(alice))
                .filter(Admission.Granted.class::isInstance)
                .count();
        assertEquals(500, granted);
    }

    @Test
    void answersUnavailableOnceClosed() {
        await(quotas.close());
        assertInstanceOf(
                QuotasUnavailableException.class,
                quotas.admit(List.of(perMinute("key:alice", 1)), Demand.ONE_REQUEST)
                        .cause());
    }
}
