package io.penstock.shared.limit;

import java.util.List;
import java.util.Optional;

/** The answer to {@link Quotas#admit}. */
public sealed interface Admission {

    /** Where each limit of each subject stands now. After a refusal some may be missing, if their counters did not answer. */
    List<Standing> standings();

    /**
     * The limit for the {@code x-ratelimit} headers of one resource: the one that refused, else the
     * one with the fewest units left, the slower to reset where several have as few.
     *
     * @param code of {@link LimitKind#code()}
     */
    default Optional<Standing> tightest(String code) {
        Standing tightest = null;
        for (Standing each : standings()) {
            if (each.kind().code().equals(code) && (tightest == null || isTighter(each, tightest))) {
                tightest = each;
            }
        }
        return Optional.ofNullable(tightest);
    }

    private static boolean isTighter(Standing one, Standing other) {
        return one.remaining() < other.remaining()
                || (one.remaining() == other.remaining() && one.resetMillis() > other.resetMillis());
    }

    /** Every subject has the demand booked. */
    record Granted(List<Standing> standings, Reservation reservation) implements Admission {

        /** What an admission under no limit gets. */
        public static final Granted UNLIMITED = new Granted(List.of(), Reservation.NONE);

        public Granted {
            standings = List.copyOf(standings);
        }
    }

    /**
     * No subject has anything booked.
     *
     * @param subject whose limit is full the longest, of all that have no room
     * @param kind that limit
     * @param used units booked against it; above it where the limit was lowered, or an estimate too low
     * @param retryAfterMillis after which the same demand fits all limits, if nothing else is admitted
     *     meanwhile; {@link #NEVER} where it is larger than a limit. For {@link
     *     LimitKind#CONCURRENT_REQUESTS} a guess: who knows when a request will end
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
                    .filter(standing -> standing.kind() == kind
                            && standing.subject().equals(subject)
                            && kind.code().equals(code))
                    .findFirst()
                    .or(() -> Admission.super.tightest(code));
        }
    }
}
