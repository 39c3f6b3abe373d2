package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One limit shared by several nodes, through the crash of one of them. */
@Timeout(120)
class QuotaClusterIT {

    private static final int LIMIT = 50;

    private final Vertx vertx = Vertx.vertx();
    private final List<HazelcastInstance> running = new ArrayList<>();
    private final List<HazelcastQuotas> nodes = new ArrayList<>();
    private final Members members;

    QuotaClusterIT() throws IOException {
        members = new Members(2);
    }

    @AfterEach
    void stop() {
        members.close();
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void severalNodesTogetherAdmitExactlyTheLimit(int count) {
        start(count);
        Subject alice = subject(LIMIT);
        assertEquals(LIMIT, granted(flood(alice, 400)));
        assertEquals(0, granted(flood(alice, 40)));
    }

    @Test
    void nothingThatWasGrantedIsForgottenWhenItsOwnerDies() {
        start(3);
        Subject alice = ownedBy(0, LIMIT);
        assertEquals(30, granted(flood(alice, 30)));
        kill(0);
        awaitService(1);
        assertEquals(LIMIT - 30, grantedOfRetried(alice, LIMIT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void neverAdmitsMoreThanTheLimitThoughAMemberDiesMeanwhile(int owner) {
        start(3);
        Subject alice = ownedBy(owner, 2_000);
        Clients clients = new Clients(nodes, alice, 24);
        clients.onGranted(600, () -> running.get(0).getLifecycleService().terminate());
        clients.runUntilRefused();
        assertTrue(clients.granted() <= 2_000, clients.granted() + " admitted of 2000");
        assertTrue(
                clients.granted() + clients.unavailable() >= 2_000,
                clients.granted() + " admitted, " + clients.unavailable() + " without an answer");
    }

    @Test
    void refusesFastBelowQuorumAndIsExactAgainAfterwards() {
        start(2);
        Subject alice = ownedBy(0, LIMIT);
        assertEquals(10, granted(flood(alice, 10)));
        kill(0);
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            Future<Admission> answer = nodes.get(1).admit(List.of(alice), Demand.ONE_REQUEST);
            assertInstanceOf(QuotasUnavailableException.class, failureOf(answer));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "slow to refuse");
        }
        addNode();
        awaitService(1);
        awaitService(2);
        assertEquals(LIMIT - 10, granted(flood(alice, 200)));
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            addNode();
        }
        for (int i = 0; i < count; i++) {
            awaitService(i);
        }
    }

    private void addNode() {
        HazelcastInstance member = members.start();
        running.add(member);
        nodes.add(new HazelcastQuotas(member, vertx));
    }

    private void kill(int index) {
        running.get(index).getLifecycleService().terminate();
        awaitGone(index);
    }

    private void awaitGone(int index) {
        for (HazelcastInstance member : running) {
            while (member != running.get(index)
                    && member.getCluster().getMembers().size() >= running.size()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Until this node can count on every partition's owner, and backups are whole. */
    private void awaitService(int index) {
        HazelcastInstance member = running.get(index);
        while (!member.getPartitionService().forceLocalMemberToBeSafe(1, TimeUnit.SECONDS)
                || !(outcome(nodes.get(index), subject(LIMIT)) instanceof Admission.Granted)) {
            Thread.onSpinWait();
        }
    }

    /** Asks of all living nodes in turn, all at once. */
    private List<Future<Admission>> flood(Subject subject, int count) {
        List<Future<Admission>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(nodes.get(i % nodes.size()).admit(List.of(subject), Demand.ONE_REQUEST));
        }
        return answers;
    }

    /** One after the other, from the nodes in turn, until so many were answered. */
    private long grantedOfRetried(Subject subject, int count) {
        long granted = 0;
        int answered = 0;
        for (int i = 0; answered < count; i++) {
            Object outcome = outcome(nodes.get(1 + i % (nodes.size() - 1)), subject);
            answered += outcome instanceof Admission ? 1 : 0;
            granted += outcome instanceof Admission.Granted ? 1 : 0;
        }
        return granted;
    }

    private static Object outcome(HazelcastQuotas node, Subject subject) {
        Future<Admission> answer = node.admit(List.of(subject), Demand.ONE_REQUEST);
        Throwable failure = failureOf(answer);
        return failure == null ? answer.result() : failure;
    }

    private static long granted(List<Future<Admission>> answers) {
        long granted = 0;
        for (Future<Admission> answer : answers) {
            Throwable failure = failureOf(answer);
            if (failure == null) {
                granted += answer.result() instanceof Admission.Granted ? 1 : 0;
            } else {
                assertInstanceOf(QuotasUnavailableException.class, failure);
            }
        }
        return granted;
    }

    /** A subject whose counters this member holds. */
    private Subject ownedBy(int index, long limit) {
        HazelcastInstance member = running.get(index);
        Subject subject = subject(limit);
        while (!member.getPartitionService()
                .getPartition(subject.id())
                .getOwner()
                .localMember()) {
            subject = subject(limit);
        }
        return subject;
    }

    private static Subject subject(long limit) {
        return new Subject("key:" + UUID.randomUUID(), Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, limit));
    }

    private static @Nullable Throwable failureOf(Future<Admission> answer) {
        try {
            await(answer);
            return null;
        } catch (CompletionException failure) {
            return failure.getCause();
        }
    }

    @CanIgnoreReturnValue
    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
