package io.penstock.shared.limit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Subject;
import io.penstock.testkit.Await;
import io.penstock.testkit.Ports;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Members in their own JVMs, of one cluster of its own, and the network between them. One thread only. */
final class QuotaCluster implements AutoCloseable {

    /** A silent member's permits are free after this and one heartbeat. */
    static final int NO_HEARTBEAT_SECONDS = 4;

    static final Duration LEASE = Duration.ofSeconds(NO_HEARTBEAT_SECONDS + 1);

    private static final int MERGE_SECONDS = 2;
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Each flood is larger than what fits, so that it is refused in part. */
    private static final int FLOOD = 60;

    private final Switchboard switchboard = new Switchboard();
    private final List<MemberProcess> members = new ArrayList<>();
    private int subjects;

    QuotaCluster(int size, int quorum) {
        String name = "penstock-test-" + UUID.randomUUID();
        List<InetSocketAddress> addresses = IntStream.range(0, size)
                .mapToObj(i -> new InetSocketAddress("127.0.0." + (11 + i), Ports.free()))
                .toList();
        List<String> all = addresses.stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .toList();
        try {
            for (InetSocketAddress address : addresses) {
                int port = Ports.free();
                switchboard.connect(new InetSocketAddress(address.getAddress(), port), address.getPort());
                members.add(MemberProcess.start(new MemberSettings(
                        name,
                        address.getHostString(),
                        port,
                        address.getPort(),
                        all,
                        quorum,
                        NO_HEARTBEAT_SECONDS,
                        MERGE_SECONDS)));
                // So that the first is the oldest, who leads.
                members.get(0).awaitReady();
            }
            awaitWhole();
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    MemberProcess member(int index) {
        return members.get(index);
    }

    List<MemberProcess> members() {
        return List.copyOf(members);
    }

    List<MemberProcess> others(MemberProcess than) {
        return members.stream().filter(member -> member != than).toList();
    }

    /** Starts the members again that were killed. */
    void restore() {
        members.replaceAll(member -> member.isAlive() ? member : MemberProcess.start(member.settings()));
        awaitWhole();
    }

    /** Until all know all, and each answers with all backups whole. */
    void awaitWhole() {
        members.forEach(MemberProcess::awaitReady);
        await("all members to know each other", member -> member.members() == members.size());
        awaitSafe(members);
    }

    void awaitSafe(List<MemberProcess> living) {
        Subject probe = Limited.of("probe", LimitKind.REQUESTS_PER_MINUTE, 1).subject();
        Await.until(
                () -> "the members to be safe" + tails(),
                () -> living.stream()
                        .allMatch(member -> member.isSafe() && member.used(probe, LimitKind.REQUESTS_PER_MINUTE) == 0),
                SOON);
    }

    void await(String what, Predicate<MemberProcess> condition) {
        await(what, members, condition);
    }

    <T> void await(String what, List<T> of, Predicate<T> condition) {
        Await.until(() -> what + ": " + of + tails(), () -> of.stream().allMatch(condition), SOON);
    }

    /** A new subject, whose counters this member owns. */
    Limited ownedBy(MemberProcess owner, LimitKind kind, int fitting) {
        Limited limited = limited(kind, fitting);
        while (!owner.owns(limited.subject().id())) {
            limited = limited(kind, fitting);
        }
        return limited;
    }

    /** A new subject. */
    Limited limited(LimitKind kind, int fitting) {
        return Limited.of("key" + ++subjects, kind, fitting);
    }

    /** Cuts the members off from each other that are not of the same side. */
    @SafeVarargs
    final void cut(List<MemberProcess>... sides) {
        List<Set<String>> hosts = new ArrayList<>();
        for (List<MemberProcess> side : sides) {
            Set<String> names = new LinkedHashSet<>();
            side.forEach(member -> names.add(member.settings().host()));
            hosts.add(names);
        }
        switchboard.cut(hosts);
    }

    void heal() {
        switchboard.heal();
    }

    /** Has this member admit so many requests; their reservations. */
    List<Integer> hold(Limited limited, int requests, MemberProcess member) {
        List<Integer> held = new ArrayList<>();
        Await.until(
                () -> "reservations of " + limited + member.tail(),
                () -> {
                    Asking asking = member.flood(List.of(limited.subject()), Limited.TOKENS, requests - held.size());
                    awaitDone(asking);
                    held.addAll(asking.reservations());
                    return held.size() == requests;
                },
                SOON);
        return held;
    }

    /** Floods all members until all they say is no; what each was granted. */
    List<Asking> exhaust(List<Subject> askedFor) {
        List<Asking> rounds = new ArrayList<>();
        List<Asking> round;
        do {
            round = members.stream()
                    .map(member -> member.flood(askedFor, Limited.TOKENS, FLOOD))
                    .toList();
            for (Asking asking : round) {
                awaitDone(asking);
                assertTrue(asking.slowestMillis() <= 1000, asking::toString);
            }
            rounds.addAll(round);
        } while (round.stream().anyMatch(asking -> asking.refused() < FLOOD));
        return rounds;
    }

    private void awaitDone(Asking asking) {
        Await.until(() -> "answers: " + asking + tails(), asking::isDone, SOON);
    }

    /** Each member says so, as soon as what was given up has been undone. */
    void awaitUsed(Limited limited, long units, List<MemberProcess> askedMembers) {
        for (MemberProcess member : askedMembers) {
            Await.until(
                    () -> limited + " used: " + limited.used(member) + " and not " + units + tails(),
                    () -> limited.used(member) == units,
                    Duration.ofSeconds(10));
        }
    }

    void assertUsed(Subject subject, LimitKind kind, long units) {
        for (MemberProcess member : members) {
            assertEquals(units, member.used(subject, kind), kind.label() + " used");
        }
    }

    String tails() {
        StringBuilder tails = new StringBuilder();
        members.forEach(member -> tails.append(member.tail()));
        return tails.toString();
    }

    @Override
    public void close() {
        switchboard.close();
        members.forEach(MemberProcess::close);
    }
}
