package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the subjects of one refused request say, so that whoever waits as long as he is told
 * is not refused by the next subject. One owner.
 */
public final class Refusal {

    private final Demand demand;
    private final List<Standing> standings = new ArrayList<>();
    private @Nullable Subject slowest;
    private @Nullable Reading reading;

    public Refusal(Demand demand) {
        this.demand = demand;
    }

    /** A subject that had room: what it booked is taken back. */
    public void booked(Subject subject, Verdict verdict, int index) {
        standings.addAll(verdict.standings(subject, demand, verdict.granted() - index));
    }

    /** A subject that has booked nothing, because it had no room or because another had none. */
    public void asked(Subject subject, Verdict verdict) {
        standings.addAll(verdict.standings(subject, demand, 0));
        for (Reading next : verdict.readings()) {
            if (reading == null || next.waitMillis() > reading.waitMillis()) {
                slowest = subject;
                reading = next;
            }
        }
    }

    /** Call once a subject has refused. */
    public Admission.Refused toAdmission() {
        if (slowest == null || reading == null) {
            throw new IllegalStateException("no subject has refused");
        }
        long wait = reading.waitMillis();
        return new Admission.Refused(
                slowest,
                reading.kind(),
                reading.limit(),
                reading.used(),
                wait == Window.FOREVER ? Admission.Refused.NEVER : wait,
                standings);
    }
}
