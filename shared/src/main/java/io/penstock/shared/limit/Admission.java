package io.penstock.shared.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The answer to {@link Quotas#admit}. */
public sealed interface Admission {

    /** Of a granted admission: every limit of every subject. Of a refused one: those of the subject that refused. */
    List<Standing> standings();

    /**
     * The limit for the {@code x-ratelimit} headers of one resource: the one that refused, else the
     * one with the fewest units left, the slower to reset where several have as few.
     *
     * @param code of {@link LimitKind#code()}
     */
    default Optional<Standing> tightest(String code) {
        return standings().stream()
                .filter(standing -> standing.kind().code().equals(code))
                .min(Comparator.comparingLong(Standing::remaining)
                        .thenComparing(
                                Comparator.comparingLong(Standing::resetMillis).reversed()));
    }

    /** Every subject has the demand booked. */
    record Granted(List<Standing> standings) implements Admission {

        /** What an admission under no limit gets. */
        public static final Granted UNLIMITED = new Granted(List.of());

        public Granted {
            standings = List.copyOf(standings);
        }
    }

    /**
     * No subject has anything booked.
     *
     * @param subject the first, by id, that had no room
     * @param kind its limit that is full the longest
     * @param used units booked against that limit; above it where the limit was lowered since
     * @param retryAfterMillis after which the same demand fits this subject's limits, if nothing else
     *     is admitted meanwhile; {@link #NEVER} where it is larger than the limit
     */
    record Refused(
            Subject subject, LimitKind kind, long limit, long used, long retryAfterMillis, List<Standing> standings)
            implements Admission {

        public static final long NEVER = -1;

        public Refused {
            standings = List.copyOf(standings);
        }

        @Override
        public Optional<Standing> tightest(String code) {
            return standings.stream()
                    .filter(standing -> standing.kind() == kind && kind.code().equals(code))
                    .findFirst()
                    .or(() -> Admission.super.tightest(code));
        }
    }
}
