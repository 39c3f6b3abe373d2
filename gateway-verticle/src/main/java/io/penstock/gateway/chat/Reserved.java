package io.penstock.gateway.chat;

import io.penstock.gateway.admission.Admissions;
import io.penstock.gateway.admission.TokenReserve;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its limits until it ends, and what its attempts were billed. Where it may run
 * on several models, each model's own limits are booked apart, when it first runs there. Event loop only.
 */
final class Reserved {

    /** One booking, and what it was used for. */
    private static final class Booking {
        final Admissions.Decision decision;
        final List<Subject> subjects;
        /** Those that it limits. */
        final List<String> models = new ArrayList<>(1);

        long billed;

        Booking(List<Subject> subjects, Admissions.Decision granted) {
            this.subjects = subjects;
            this.decision = granted;
        }

        boolean holds(Subject subject) {
            return subjects.stream().anyMatch(held -> held.id().equals(subject.id()));
        }

        void settle() {
            Reservation reservation = decision.admission() instanceof Admission.Granted granted
                    ? granted.reservation()
                    : Reservation.NONE;
            // Nobody waits for it: the counters are told until they answer.
            var unused = reservation.settle(billed);
        }
    }

    private final Booking whole;
    private final List<Booking> ofModels = new ArrayList<>(0);
    private final List<String> covered = new ArrayList<>(1);
    private boolean settled;

    /** @param granted of what applies before the first attempt */
    Reserved(Admissions.Decision granted) {
        whole = new Booking(List.of(), granted);
    }

    /** Whether the model's limits are booked. */
    boolean covers(String model) {
        return covered.contains(model);
    }

    /** The limits of the model are among those that are booked. */
    void cover(String model) {
        covered.add(model);
    }

    /** Those of the model's limits that are not booked yet: another model may have the same, by one pattern. */
    List<Subject> missing(List<Subject> ofModel) {
        return ofModel.stream()
                .filter(subject -> ofModels.stream().noneMatch(booking -> booking.holds(subject)))
                .toList();
    }

    /**
     * The model's limits are booked now; given back at once where the request has ended meanwhile.
     *
     * @param ofModel all of them
     * @param booked those that were {@link #missing}
     */
    void add(String model, List<Subject> ofModel, List<Subject> booked, Admissions.Decision granted) {
        Booking own = new Booking(booked, granted);
        if (settled) {
            own.settle();
            return;
        }
        ofModels.add(own);
        for (Booking booking : ofModels) {
            if (ofModel.stream().anyMatch(booking::holds)) {
                booking.models.add(model);
            }
        }
        covered.add(model);
    }

    TokenReserve tokens() {
        return whole.decision.reserve();
    }

    /** Whether two attempts may run at once: what both could cost is booked. */
    boolean mayHedge(String model) {
        return whole.decision.atOnce() > 1
                && ofModels.stream()
                        .filter(booking -> booking.models.contains(model))
                        .allMatch(booking -> booking.decision.atOnce() > 1);
    }

    /** The prompt's tokens as they were counted for a limit, or -1. */
    long promptTokens() {
        long counted = tokens().prompt();
        for (Booking booking : ofModels) {
            counted = counted >= 0 ? counted : booking.decision.reserve().prompt();
        }
        return counted;
    }

    /** Where all limits stood that were booked. */
    List<Standing> standings() {
        List<Standing> standings = new ArrayList<>(whole.decision.admission().standings());
        ofModels.forEach(
                booking -> standings.addAll(booking.decision.admission().standings()));
        return standings;
    }

    /**
     * One attempt is over.
     *
     * @param usage null where its provider can have billed nothing
     */
    void bill(String model, @Nullable Usage usage) {
        long tokens = usage == null ? 0 : usage.totalTokens();
        whole.billed += tokens;
        for (Booking booking : ofModels) {
            booking.billed += booking.models.contains(model) ? tokens : 0;
        }
    }

    /** The request is over. */
    void settle() {
        settled = true;
        whole.settle();
        ofModels.forEach(Booking::settle);
    }
}
