package io.penstock.shared.limit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.LimitKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three members, of which two are a quorum, that lose each other and meet again without a restart. */
@Timeout(90)
class PartitionST {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionST.class);

    /** What fits of each subject. */
    private static final int FITTING = 32;
    /** What each member holds before anything happens. */
    private static final int HELD = 5;
    /** Of each subject at each member. */
    private static final int CLIENTS = 2;

    private static final Duration A_BUSY_MACHINE = Duration.ofSeconds(2);

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
    void awaitWhole() {
        cluster.heal();
        cluster.awaitWhole();
    }

    @Test
    void theSmallerSideRefusesAndTheLargerGoesOn() {
        MemberProcess alone = cluster.member(0);
        List<MemberProcess> larger = cluster.others(alone);
        Map<Limited, List<Integer>> held = holdSome(alone, larger.get(1));
        long cutAt = System.nanoTime();
        cluster.cut(List.of(alone), larger);
        List<Contest> contests = contests(held);
        List<CompletableFuture<?>> settled = new ArrayList<>();
        held.forEach((limited, reservations) -> {
            CompletableFuture<?> delivery = alone.settle(reservations.subList(0, 2), 2);
            if (limited.subject().limits().settles()) {
                settled.add(delivery);
            }
        });

        cluster.await("permits of the smaller side", contests, contest -> contest.granted(larger) == free(contest, 1));
        logSince(cutAt, "the larger side has all that fits");
        cluster.await("it to notice", List.of(alone), member -> member.members() == 1);
        cluster.await("answers", contests, contest -> contest.of(alone).unavailable() > 100);
        contests.forEach(Contest::stop);
        for (Contest contest : contests) {
            assertEquals(free(contest, 1), contest.granted(), contest::toString);
            assertEquals(0, contest.of(alone).granted() + contest.of(alone).refused(), contest::toString);
            assertTrue(contest.slowestMillis() <= 1000, contest::toString);
        }
        settled.forEach(delivery -> assertFalse(delivery.isDone()));

        long healedAt = System.nanoTime();
        cluster.heal();
        cluster.awaitWhole();
        logSince(healedAt, "the cluster is whole");
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        held.forEach((limited, reservations) -> checkHealed(limited, alone, reservations));
    }

    @Test
    void aHungMemberHoldsUpNoneAndComesBack() {
        MemberProcess hung = cluster.member(1);
        List<MemberProcess> others = cluster.others(hung);
        Map<Limited, List<Integer>> held = holdSome(hung, others.get(1));
        List<Contest> ofHung = held.keySet().stream()
                .map(limited -> Contest.start(limited, List.of(hung), CLIENTS))
                .toList();
        cluster.await("admissions", ofHung, contest -> contest.granted() > 0);
        long hungAt = System.nanoTime();
        hung.hang();
        List<Contest> ofOthers = held.keySet().stream()
                .map(limited -> Contest.start(limited, others, CLIENTS))
                .toList();
        cluster.await("what the hung one held", ofOthers, contest -> isFull(contest, others));
        Duration took = logSince(hungAt, "the others have all that fits beside a hung member");
        assertTrue(took.compareTo(QuotaCluster.LEASE.plus(A_BUSY_MACHINE)) <= 0, took::toString);
        List<Integer> heardBefore = ofHung.stream().map(Contest::granted).toList();

        long wokenAt = System.nanoTime();
        hung.wake();
        cluster.awaitWhole();
        logSince(wokenAt, "the cluster is whole");
        for (int i = 0; i < ofHung.size(); i++) {
            checkWoken(ofHung.get(i), ofOthers.get(i), heardBefore.get(i));
        }
    }

    @Test
    void theSharesOfMembersThatAreCutOffAddUpToTheLimitOnceMore() {
        int share = FITTING / 3;
        List<Limited> full = Stream.of(LimitKind.values())
                .map(kind -> cluster.limited(kind, FITTING))
                .toList();
        full.forEach(limited -> assertEquals(FITTING, FloodCheck.granted(cluster.exhaust(List.of(limited.subject())))));
        long cutAt = System.nanoTime();
        cluster.cut(List.of(cluster.member(0)), List.of(cluster.member(1)), List.of(cluster.member(2)));
        List<Contest> contests = full.stream()
                .map(limited -> Contest.startForShare(limited, cluster.members(), CLIENTS))
                .toList();
        cluster.await("all shares", contests, contest -> contest.granted() == 3 * share);
        logSince(cutAt, "all have their shares");
        cluster.await("them to be alone", member -> member.members() == 1);
        // Meeting again, they must first tell each other who still holds a permit.
        contests.forEach(Contest::stop);
        long healedAt = System.nanoTime();
        cluster.heal();
        cluster.awaitWhole();
        logSince(healedAt, "the cluster is whole");
        for (Contest contest : contests) {
            cluster.members()
                    .forEach(member -> assertEquals(share, contest.of(member).granted(), contest::toString));
            cluster.awaitUsed(contest.limited(), contest.limited().units(FITTING), cluster.members());
        }
    }

    /** Whether no more fits, and nothing is free that the hung member held. */
    private static boolean isFull(Contest contest, List<MemberProcess> others) {
        return contest.limited().kind() == LimitKind.CONCURRENT_REQUESTS
                ? contest.granted() == free(contest, 1)
                : contest.limited().used(others.get(0)) == contest.limited().units(FITTING);
    }

    private static void checkWoken(Contest ofHung, Contest ofOthers, int heardBefore) {
        Limited limited = ofHung.limited();
        boolean permits = limited.kind() == LimitKind.CONCURRENT_REQUESTS;
        // What was on its way to a client when the member hung.
        int late = ofHung.granted() - heardBefore;
        if (permits) {
            assertTrue(late <= CLIENTS, () -> late + " admissions since it woke");
            cluster.awaitUsed(limited, FITTING + HELD + ofHung.granted(), cluster.members());
        } else {
            // What it was granted and did not hear of has been taken back, and is had by someone else.
            cluster.await(
                    "all that fits",
                    List.of(ofHung),
                    contest -> contest.granted() + ofOthers.granted() == FITTING - 3 * HELD);
            cluster.awaitUsed(limited, limited.units(FITTING), cluster.members());
        }
        ofHung.stop();
        ofOthers.stop();
        assertEquals(
                permits ? heardBefore + late + free(ofOthers, 1) : FITTING - 3 * HELD,
                ofHung.granted() + ofOthers.granted(),
                () -> ofHung + " " + ofOthers);
        assertTrue(ofOthers.slowestMillis() <= 1000, ofOthers::toString);
    }

    /** What the members that are left may have, after some of them have gone. */
    private static int free(Contest contest, int gone) {
        boolean returns = contest.limited().kind() == LimitKind.CONCURRENT_REQUESTS;
        return FITTING - HELD * (returns ? 3 - gone : 3);
    }

    private static void checkHealed(Limited limited, MemberProcess back, List<Integer> itsOwn) {
        // It settled two in the split.
        long running = HELD - 2;
        long used =
                switch (limited.kind()) {
                    case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY -> FITTING;
                    case TOKENS_PER_MINUTE, TOKENS_PER_DAY -> limited.units(FITTING) - 2 * (Limited.TOKENS - 2);
                    case CONCURRENT_REQUESTS -> FITTING + running;
                };
        cluster.awaitUsed(limited, used, cluster.members());
        back.settle(itsOwn.subList(2, HELD), Limited.TOKENS).join();
        long after = limited.kind() == LimitKind.CONCURRENT_REQUESTS ? FITTING : used;
        cluster.awaitUsed(limited, after, cluster.members());
        long room = (limited.subject().limits().of(limited.kind()) - after) / limited.units(1);
        assertEquals(room, FloodCheck.granted(cluster.exhaust(List.of(limited.subject()))), limited::toString);
    }

    /**
     * Two subjects of each kind, one in each of these members' care, of which all members hold some;
     * the reservations of the first member named.
     */
    private static Map<Limited, List<Integer>> holdSome(MemberProcess owner, MemberProcess otherOwner) {
        Map<Limited, List<Integer>> held = new LinkedHashMap<>();
        for (LimitKind kind : LimitKind.values()) {
            for (MemberProcess caring : List.of(owner, otherOwner)) {
                Limited limited = cluster.ownedBy(caring, kind, FITTING);
                cluster.others(owner).forEach(member -> cluster.hold(limited, HELD, member));
                held.put(limited, cluster.hold(limited, HELD, owner));
            }
        }
        return held;
    }

    private static List<Contest> contests(Map<Limited, List<Integer>> held) {
        return held.keySet().stream()
                .map(limited -> Contest.start(limited, cluster.members(), CLIENTS))
                .toList();
    }

    private static Duration logSince(long nanos, String what) {
        Duration took = Duration.ofNanos(System.nanoTime() - nanos);
        LOG.atInfo().addKeyValue("millis", took.toMillis()).log(what);
        return took;
    }
}
