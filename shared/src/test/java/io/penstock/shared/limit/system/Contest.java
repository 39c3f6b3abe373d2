package io.penstock.shared.limit.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clients of several members that ask for the same until they are stopped. */
record Contest(Limited limited, Map<MemberProcess, Asking> asking) {

    static Contest start(Limited limited, List<MemberProcess> members, int clients) {
        Map<MemberProcess, Asking> asking = new LinkedHashMap<>();
        members.forEach(member -> asking.put(member, member.keepAsking(limited.subject(), Limited.TOKENS, clients)));
        return new Contest(limited, asking);
    }

    /** As {@link #start}, of quotas that fall back to each member's share. */
    static Contest startForShare(Limited limited, List<MemberProcess> members, int clients) {
        Map<MemberProcess, Asking> asking = new LinkedHashMap<>();
        members.forEach(
                member -> asking.put(member, member.keepAskingForShare(limited.subject(), Limited.TOKENS, clients)));
        return new Contest(limited, asking);
    }

    int granted() {
        return asking.values().stream().mapToInt(Asking::granted).sum();
    }

    int granted(List<MemberProcess> members) {
        return members.stream().mapToInt(member -> of(member).granted()).sum();
    }

    long slowestMillis(List<MemberProcess> members) {
        return members.stream()
                .mapToLong(member -> of(member).slowestMillis())
                .max()
                .orElseThrow();
    }

    long slowestMillis() {
        return slowestMillis(List.copyOf(asking.keySet()));
    }

    Asking of(MemberProcess member) {
        return Objects.requireNonNull(asking.get(member));
    }

    void stop() {
        stop(List.copyOf(asking.keySet()));
    }

    void stop(List<MemberProcess> members) {
        members.forEach(member -> member.stop(of(member)));
    }

    /** Returns when the counters have it. */
    void settleAll(List<MemberProcess> members, long tokens) {
        CompletableFuture<?>[] settled = members.stream()
                .map(member -> member.settle(of(member).reservations(), tokens))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(settled).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public String toString() {
        return limited + " " + asking.values();
    }
}
