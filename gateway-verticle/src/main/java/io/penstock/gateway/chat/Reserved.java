package io.penstock.gateway.chat;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.admission.TokenReserve;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Reservation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its limits until it ends, and the sum of what its attempts were billed. Where
 * it may run on several models, each model's own limits are booked apart, when it first runs there.
 * Event loop only.
 */
final class Reserved {

    /** One booking, and what it was used for. */
    private static final class Booking {
        final Reservation reservation;
        final TokenReserve tokens;
        long billed;

        Booking(Admissions.Decision granted) {
            reservation = granted.admission() instanceof Admission.Granted admission
                    ? admission.reservation()
                    : Reservation.NONE;
            tokens = granted.reserve();
        }

        void settle() {
            // Nobody waits for it: the counters are told until they answer.
            var unused = reservation.settle(billed);
        }
    }

    private final Booking whole;
    private final boolean coversModels;
    private final Map<String, Booking> models = new HashMap<>(0);
    private boolean settled;

    private Reserved(Booking whole, boolean coversModels) {
        this.whole = whole;
        this.coversModels = coversModels;
    }

    /** @param coversModels whether the limits of the model are in it too */
    static Reserved of(Admissions.Decision granted, boolean coversModels) {
        return new Reserved(new Booking(granted), coversModels);
    }

    /** Whether the model's limits are booked. */
    boolean covers(String model) {
        return coversModels || models.containsKey(model);
    }

    /** The model's limits are booked too; given back at once where the request has ended meanwhile. */
    void add(String model, Admissions.Decision granted) {
        Booking booking = new Booking(granted);
        if (settled || models.putIfAbsent(model, booking) != null) {
            booking.settle();
        }
    }

    TokenReserve tokens() {
        return whole.tokens;
    }

    /** The prompt's tokens as they were counted for a limit, or -1. */
    long promptTokens(String model) {
        Booking own = models.get(model);
        return whole.tokens.prompt() >= 0 || own == null ? whole.tokens.prompt() : own.tokens.prompt();
    }

    /**
     * One attempt is over.
     *
     * @param usage null where its provider can have billed nothing
     */
    void bill(String model, @Nullable Usage usage) {
        long tokens = usage == null ? 0 : usage.totalTokens();
        whole.billed += tokens;
        Booking own = models.get(model);
        if (own != null) {
            own.billed += tokens;
        }
    }

    /** The request is over. */
    void settle() {
        settled = true;
        whole.settle();
        models.values().forEach(Booking::settle);
    }
}
