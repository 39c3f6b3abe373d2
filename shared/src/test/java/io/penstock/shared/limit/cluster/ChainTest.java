package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Moment;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that go out together, against an owner of all subjects that answers when the test says so. */
@Timeout(20)
class ChainTest {

    private static final UUID MEMBER = new UUID(0, 1);
    private static final Moment MOMENT = new Moment(1_700_000_000_000L, MEMBER, Set.of(MEMBER));
    private static final Limits TWO = Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 2);
    private static final Subject KEY = Subject.key("a", TWO);
    private static final Subject MODEL = Subject.model("m", TWO);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, QuotaState> states = new ConcurrentHashMap<>();
    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final HazelcastQuotas quotas = new HazelcastQuotas(vertx, new Owner());

    private record Sent(List<String> ids, List<Call> calls, CompletableFuture<List<Outcome>> answer) {}

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    @Test
    void oneAnswerGrantsAll() throws Exception {
        Future<Admission> both = admit();
        Sent chain = sent.take();
        assertEquals(List.of(KEY.id(), MODEL.id()), chain.ids());
        chain.answer().complete(run(chain));
        assertInstanceOf(Admission.Granted.class, await(both));
        assertTrue(sent.isEmpty());
    }

    @Test
    void whatComesMeanwhileWaitsAndIsAskedOneByOne() throws Exception {
        Future<Admission> first = admit();
        Sent chain = sent.take();
        Future<Admission> second = admit();
        chain.answer().complete(run(chain));
        assertInstanceOf(Admission.Granted.class, await(first));
        for (String id : List.of(KEY.id(), MODEL.id())) {
            Sent single = sent.take();
            assertEquals(List.of(id), single.ids());
            assertEquals(1, single.calls().get(0).held());
            single.answer().complete(run(single));
        }
        assertInstanceOf(Admission.Granted.class, await(second));
    }

    @Test
    void anAnswerThatIsLostLeavesNothingBehind() throws Exception {
        Future<Admission> both = admit();
        Sent chain = sent.take();
        assertEquals(2, run(chain).size());
        chain.answer().completeExceptionally(new IllegalStateException("member left"));
        assertUnavailable(both);
        for (int i = 0; i < 2; i++) {
            Sent voiding = sent.take();
            voiding.answer().complete(run(voiding));
        }
        assertEquals(List.of(0L, 0L), used());
    }

    @Test
    void anAnswerThatIsLateLeavesNothingBehind() throws Exception {
        Future<Admission> both = admit();
        Sent chain = sent.take();
        assertUnavailable(both);
        for (int i = 0; i < 2; i++) {
            Sent voiding = sent.take();
            voiding.answer().complete(run(voiding));
        }
        chain.answer().complete(run(chain));
        assertEquals(List.of(0L, 0L), used());
    }

    private Future<Admission> admit() {
        return quotas.admit(List.of(MODEL, KEY), Demand.ONE_REQUEST);
    }

    private List<Long> used() throws InterruptedException {
        Future<List<Standing>> read = quotas.read(List.of(KEY, MODEL));
        for (int i = 0; i < 2; i++) {
            Sent probe = sent.take();
            probe.answer().complete(run(probe));
        }
        return await(read).stream().map(Standing::used).toList();
    }

    private List<Outcome> run(Sent next) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < next.ids().size(); i++) {
            QuotaState state = states.getOrDefault(next.ids().get(i), QuotaState.EMPTY);
            QuotaState.Step step = state.apply(next.calls().get(i), MOMENT);
            states.put(next.ids().get(i), step.state());
            outcomes.add(step.outcome());
        }
        return outcomes;
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void assertUnavailable(Future<Admission> answer) {
        CompletionException failure = assertThrows(CompletionException.class, () -> await(answer));
        assertInstanceOf(QuotasUnavailableException.class, failure.getCause());
    }

    private final class Owner implements Ledger {

        @Override
        public CompletionStage<Outcome> submit(String subjectId, Call call) {
            return submitChain(List.of(subjectId), List.of(call)).thenApply(outcomes -> outcomes.get(0));
        }

        @Override
        public boolean isOneOwner(List<String> subjectIds) {
            return true;
        }

        @Override
        public CompletionStage<List<Outcome>> submitChain(List<String> subjectIds, List<Call> calls) {
            Sent next = new Sent(subjectIds, calls, new CompletableFuture<>());
            sent.add(next);
            return next.answer();
        }
    }
}
