package io.penstock.gateway.http;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.admission.TokenReserve;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its limits until it ends, and the sum of what its attempts were billed.
 * Event loop only.
 */
final class Reserved {

    private final Reservation reservation;
    private final TokenReserve tokens;
    private long billed;

    private Reserved(Reservation reservation, TokenReserve tokens) {
        this.reservation = reservation;
        this.tokens = tokens;
    }

    static Reserved of(Admissions.Decision granted) {
        Reservation reservation =
                granted.admission() instanceof Admission.Granted admission ? admission.reservation() : Reservation.NONE;
        return new Reserved(reservation, granted.reserve());
    }

    TokenReserve tokens() {
        return tokens;
    }

    /** One attempt is over. @param usage null where its provider can have billed nothing */
    void bill(@Nullable Usage usage) {
        billed += usage == null ? 0 : usage.totalTokens();
    }

    /** The request is over. */
    void settle() {
        // Nobody waits for it: the counters are told until they answer.
        var unused = reservation.settle(billed);
    }
}
