package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Moment;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes and owners whose answers get lost, come late or twice: never is more admitted than
 * fits, and in the end the counters have what the requests have used. Everything but the timers runs
 * on the test's thread and one context a node.
 */
@Timeout(120)
class FlakyLedgerTest {

    private static final int REQUESTS = 2_500;
    private static final long LIMIT = 5;
    private static final Limits LIMITS =
            Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, LIMIT).with(LimitKind.TOKENS_PER_DAY, 1_000_000_000);

    private final Vertx vertx = Vertx.vertx();
    private final Random random = new Random(7);
    private final Map<String, QuotaState> states = new HashMap<>();
    private final Set<UUID> members = new HashSet<>();
    private final List<HazelcastQuotas> nodes = new ArrayList<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final Map<Subject, Long> running = new HashMap<>();
    private final Map<Subject, Long> tokens = new HashMap<>();
    private final ArrayDeque<Running> requests = new ArrayDeque<>();
    private boolean reliable;
    private volatile String over = "";
    private int unavailable;
    private int granted;

    private record Running(List<Subject> subjects, Reservation reservation, long estimate) {}

    FlakyLedgerTest() {
        for (int node = 0; node < 3; node++) {
            UUID member = new UUID(0, node);
            members.add(member);
            nodes.add(new HazelcastQuotas(vertx, (subjectId, call) -> submit(subjectId, call, member)));
        }
        for (int i = 0; i < 4; i++) {
            subjects.add(Subject.key("k" + i, LIMITS));
        }
    }

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    @Test
    void neverExceedsALimitAndLosesNothing() {
        for (int i = 0; i < REQUESTS; i += 100) {
            List<Future<Void>> asked = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                asked.add(ask());
            }
            await(Future.join(asked));
            assertEquals("", over);
            endSome(random.nextInt(20));
        }
        assertTrue(granted > REQUESTS / 20, granted + " granted");
        assertTrue(unavailable > REQUESTS / 20, unavailable + " without an answer");
        synchronized (this) {
            reliable = true;
        }
        await(Future.join(endSome(Integer.MAX_VALUE)));
        for (Subject subject : subjects) {
            awaitSettled(subject);
        }
    }

    /** One request on one or two subjects, over any node. */
    private Future<Void> ask() {
        Subject first = subjects.get(random.nextInt(4));
        Subject second = subjects.get(random.nextInt(4));
        List<Subject> both = first.equals(second) ? List.of(first) : List.of(first, second);
        long estimate = random.nextInt(100);
        return nodes.get(random.nextInt(3))
                .admit(both, new Demand(estimate))
                .onSuccess(admission -> answered(both, estimate, admission))
                .onFailure(e -> unavailable++)
                .otherwiseEmpty()
                .mapEmpty();
    }

    private synchronized void answered(List<Subject> both, long estimate, Admission admission) {
        if (admission instanceof Admission.Granted grant) {
            granted++;
            requests.add(new Running(both, grant.reservation(), estimate));
            for (Subject subject : both) {
                long now = running.merge(subject, 1L, Long::sum);
                over = now <= LIMIT ? over : now + " run for the " + subject.label();
            }
        }
    }

    @CanIgnoreReturnValue
    private synchronized List<Future<Void>> endSome(int count) {
        List<Future<Void>> settled = new ArrayList<>();
        for (int i = 0; i < count && !requests.isEmpty(); i++) {
            Running request = requests.remove();
            long used = random.nextInt(150);
            for (Subject subject : request.subjects()) {
                running.merge(subject, -1L, Long::sum);
                tokens.merge(subject, used, Long::sum);
            }
            settled.add(request.reservation().settle(used));
        }
        return settled;
    }

    /** Until what was lost has been said again, with the ticks. */
    private void awaitSettled(Subject subject) {
        long expected = tokens.getOrDefault(subject, 0L);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        List<Standing> standings = List.of();
        while (System.nanoTime() - deadline < 0) {
            standings = await(nodes.get(0).read(List.of(subject)));
            if (standings.get(0).used() == expected && standings.get(1).used() == 0) {
                return;
            }
        }
        assertEquals(expected + " tokens, 0 running", standings.toString());
    }

    private synchronized CompletionStage<Outcome> submit(String subjectId, Call call, UUID member) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        int fate = reliable ? 100 : random.nextInt(100);
        if (fate < 5) {
            answer.completeExceptionally(new IllegalStateException("lost on the way"));
        } else if (fate < 10) {
            Outcome unheard = apply(subjectId, call, member);
            answer.completeExceptionally(new IllegalStateException("the answer to " + unheard + " was lost"));
        } else if (fate < 12) {
            var unused = vertx.timer(Deadlines.MILLIS + random.nextInt(400), TimeUnit.MILLISECONDS)
                    .onSuccess(late -> answer.complete(apply(subjectId, call, member)));
        } else if (fate < 20) {
            Outcome first = apply(subjectId, call, member);
            assertEquals(call.asks().size(), first.verdicts().size());
            answer.complete(apply(subjectId, call, member));
        } else {
            answer.complete(apply(subjectId, call, member));
        }
        return answer;
    }

    private synchronized Outcome apply(String subjectId, Call call, UUID member) {
        Moment moment = new Moment(System.currentTimeMillis(), member, members);
        QuotaState.Step step = states.getOrDefault(subjectId, QuotaState.EMPTY).apply(call, moment);
        states.put(subjectId, step.state());
        return step.outcome();
    }

    @CanIgnoreReturnValue
    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
