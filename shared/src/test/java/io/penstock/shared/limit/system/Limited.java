package io.penstock.shared.limit.system;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;

/** A subject with one limit, under which so many requests of {@link #TOKENS} tokens fit. */
record Limited(Subject subject, LimitKind kind, int fitting) {

    static final long TOKENS = 7;

    static Limited of(String key, LimitKind kind, int fitting) {
        return new Limited(Subject.key(key, Limits.NONE.with(kind, limit(kind, fitting))), kind, fitting);
    }

    /** Under which so many requests fit; of tokens all but one are left over that a further request would take. */
    static long limit(LimitKind kind, int fitting) {
        return kind.countsTokens() ? units(kind, fitting + 1) - 1 : fitting;
    }

    /** What so many requests use. */
    static long units(LimitKind kind, long requests) {
        return kind.countsTokens() ? requests * TOKENS : requests;
    }

    long units(long requests) {
        return units(kind, requests);
    }

    /** Units used, as this member reads them. */
    long used(MemberProcess member) {
        return member.used(subject, kind);
    }

    @Override
    public String toString() {
        return kind.label();
    }
}
