package io.penstock.shared.limit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import io.penstock.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three members, of which two are a quorum. */
@Timeout(60)
class ThreeMembersST {

    private static final Logger LOG = LoggerFactory.getLogger(ThreeMembersST.class);

    /** Of each subject at each member. */
    private static final int CLIENTS = 4;

    @SuppressWarnings("NullAway.Init")
    private static QuotaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new QuotaCluster(3, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void restore() {
        cluster.restore();
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOverAllGetsExactlyWhatFits(LimitKind kind) {
        new FloodCheck(cluster).getsExactlyWhatFits(kind);
    }

    @Test
    void aRequestOnSeveralSubjectsIsBookedOnAllOrNone() {
        Subject alice = Subject.key("alice", limits(LimitKind.REQUESTS_PER_MINUTE, 50));
        Subject aliceOnFast = Subject.keyOnModel("alice", "fast", limits(LimitKind.TOKENS_PER_MINUTE, 45));
        Subject fast = Subject.model("fast", limits(LimitKind.CONCURRENT_REQUESTS, 30));
        Subject total = Subject.total(
                limits(LimitKind.REQUESTS_PER_DAY, 70).with(LimitKind.TOKENS_PER_DAY, 70 * Limited.TOKENS));
        List<Asking> flood = cluster.exhaust(List.of(alice, aliceOnFast, fast, total));
        assertEquals(30, FloodCheck.granted(flood));
        cluster.assertUsed(alice, LimitKind.REQUESTS_PER_MINUTE, 30);
        cluster.assertUsed(aliceOnFast, LimitKind.TOKENS_PER_MINUTE, 30 * Limited.TOKENS);
        cluster.assertUsed(fast, LimitKind.CONCURRENT_REQUESTS, 30);
        cluster.assertUsed(total, LimitKind.REQUESTS_PER_DAY, 30);
        cluster.assertUsed(total, LimitKind.TOKENS_PER_DAY, 30 * Limited.TOKENS);

        Subject bob = Subject.key("bob", limits(LimitKind.REQUESTS_PER_DAY, 33));
        Asking elsewhere = cluster.member(1).flood(List.of(bob, total), Limited.TOKENS, 200);
        Asking here = cluster.member(2).flood(List.of(bob, fast, total), Limited.TOKENS, 50);
        Await.until("answers", () -> elsewhere.isDone() && here.isDone(), Duration.ofSeconds(10));
        assertEquals(0, here.granted(), "the model is full");
        int rest = elsewhere.granted() + FloodCheck.granted(cluster.exhaust(List.of(bob, total)));
        assertEquals(33, rest);
        cluster.assertUsed(bob, LimitKind.REQUESTS_PER_DAY, 33);
        cluster.assertUsed(fast, LimitKind.CONCURRENT_REQUESTS, 30);
        cluster.assertUsed(total, LimitKind.REQUESTS_PER_DAY, 63);

        for (int i = 0; i < 3; i++) {
            cluster.member(i)
                    .settle(flood.get(i).reservations(), 2 * Limited.TOKENS)
                    .join();
        }
        int settled = FloodCheck.granted(flood.subList(0, 3));
        cluster.assertUsed(aliceOnFast, LimitKind.TOKENS_PER_MINUTE, (30 + settled) * Limited.TOKENS);
        cluster.assertUsed(fast, LimitKind.CONCURRENT_REQUESTS, 30 - settled);
        cluster.assertUsed(total, LimitKind.TOKENS_PER_DAY, (63 + settled) * Limited.TOKENS);
        cluster.assertUsed(total, LimitKind.REQUESTS_PER_DAY, 63);
    }

    @ParameterizedTest(name = "that owns the counters: {0}")
    @ValueSource(booleans = {true, false})
    void losesNothingAndAdmitsNoMoreThoughAMemberIsKilled(boolean owner) {
        int fitting = 600;
        MemberProcess victim = cluster.member(owner ? 0 : 2);
        List<MemberProcess> living = cluster.others(victim);
        List<Contest> contests = Stream.of(LimitKind.values())
                .map(kind -> cluster.ownedBy(owner ? victim : living.get(1), kind, fitting))
                .map(limited -> Contest.start(limited, cluster.members(), CLIENTS))
                .toList();
        cluster.await("admissions", contests, contest -> contest.granted() > fitting / 4);
        assertTrue(contests.stream().allMatch(contest -> contest.granted() < fitting), contests::toString);
        long killedAt = System.nanoTime();
        victim.kill9();
        for (Contest contest : contests) {
            cluster.await(
                    "all that fits",
                    living,
                    member ->
                            contest.limited().used(member) == contest.limited().units(fitting));
        }
        LOG.atInfo()
                .addKeyValue("millis", (System.nanoTime() - killedAt) / 1_000_000)
                .addKeyValue("answers", contests)
                .log("all that fits is admitted after a member was killed");
        contests.forEach(contest -> contest.stop(living));
        cluster.awaitSafe(living);
        contests.forEach(contest -> checkAfterCrash(contest, victim, living));
    }

    private void checkAfterCrash(Contest contest, MemberProcess victim, List<MemberProcess> living) {
        Limited limited = contest.limited();
        int fitting = limited.fitting();
        int byLiving = contest.granted(living);
        // Its last ones may have been booked, and no one left to hear of it.
        int ofVictim = fitting - byLiving;
        if (limited.kind() == LimitKind.CONCURRENT_REQUESTS) {
            assertEquals(fitting, byLiving, contest::toString);
        } else {
            int heard = contest.granted(List.of(victim));
            assertTrue(heard <= ofVictim && ofVictim <= heard + CLIENTS, contest::toString);
        }
        assertTrue(contest.slowestMillis(living) <= 1000, contest::toString);
        contest.settleAll(living, 1);
        long used =
                switch (limited.kind()) {
                    case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY -> fitting;
                    case TOKENS_PER_MINUTE, TOKENS_PER_DAY -> ofVictim * Limited.TOKENS + byLiving;
                    case CONCURRENT_REQUESTS -> 0;
                };
        cluster.awaitUsed(limited, used, living);
    }

    private static Limits limits(LimitKind kind, int fitting) {
        return Limits.NONE.with(kind, Limited.limit(kind, fitting));
    }
}
