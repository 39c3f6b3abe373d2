package io.penstock.provider.health;

import io.penstock.shared.beat.OpenCircuit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one target is worth a call: closed, open for a time, then half-open, when one call at a time
 * tries it. Closes with the first sign of health, reopens for twice as long with a failed try. A pure
 * state machine: {@code now} is in nanoseconds and its owner sees to it that one thread at a time is here.
 */
final class Circuit {

    /** What an event changed. */
    enum Change {
        NONE,
        OPENED,
        /** Open still or again, for longer. */
        PROLONGED,
        CLOSED
    }

    /**
     * What a call holds from its admission to its end.
     *
     * @param opening that it was admitted under; 0 while the circuit was closed
     * @param round of that opening, so that calls that ran at the same time count as one try
     * @param probe its number, or 0 where it is none
     */
    record Ticket(long opening, int round, int probe) {
        static final Ticket NORMAL = new Ticket(0, 0, 0);

        boolean isProbe() {
            return probe != 0;
        }
    }

    private final LongSupplier numbers;
    private final CallWindow window;
    private int failuresInARow;
    private long opening;
    private long until;
    private long lastOpen;
    private int round;
    private int probes;
    private int probe;
    private long probeSince;
    private String why = "";
    private long touched;

    /** @param numbers gives each opening one of its own, which is not 0 */
    Circuit(LongSupplier numbers) {
        this(numbers, new CallWindow());
    }

    /** @param window of this target's calls; outlives the circuit */
    Circuit(LongSupplier numbers, CallWindow window) {
        this.numbers = numbers;
        this.window = window;
    }

    /** Lets a call through, or returns null. */
    @Nullable
    Ticket admit(boolean lastResort, long now) {
        if (opening == 0) {
            return Ticket.NORMAL;
        }
        touched = now;
        boolean taken = probe != 0 && now - probeSince < Rules.PROBE_PATIENCE;
        if (isHalfOpen(now) && !taken) {
            probe = ++probes;
            probeSince = now;
            return new Ticket(opening, round, probe);
        }
        return lastResort ? new Ticket(opening, round, 0) : null;
    }

    /** The call has brought content: enough to close, too early to count as a success. */
    Change content(Ticket ticket, long now) {
        return opening != 0 && ticket.opening() == opening ? close(now) : Change.NONE;
    }

    Change end(Ticket ticket, Verdict verdict, long now) {
        touched = now;
        if (ticket.isProbe() && ticket.probe() == probe) {
            probe = 0;
        }
        if (verdict.kind() == Verdict.Kind.PAUSE) {
            return pause(now, verdict);
        }
        if (opening == 0) {
            return count(verdict, now);
        }
        if (ticket.opening() != opening) {
            return Change.NONE; // It began before all this.
        }
        return switch (verdict.kind()) {
            case WELL -> close(now);
            case FAILED -> ticket.round() == round ? prolong(now, verdict.why()) : Change.NONE;
            default -> Change.NONE;
        };
    }

    /** Takes over what another node found out. The caller hears of an opening once only. */
    Change hear(OpenCircuit other, long now) {
        touched = now;
        long end = now + TimeUnit.MILLISECONDS.toNanos(Math.min(other.millis(), Rules.LONGEST_PAUSE_MILLIS));
        if (opening == 0) {
            open(other.opening(), end, other.why());
            lastOpen = Rules.FIRST_OPEN;
            return Change.OPENED;
        }
        return end - until > 0 ? until(end) : Change.NONE;
    }

    /** For the beat; null while closed. */
    @Nullable
    OpenCircuit told(long now) {
        return opening == 0
                ? null
                : new OpenCircuit(
                        opening, isHalfOpen(now) ? 0 : TimeUnit.NANOSECONDS.toMillis(until - now + 999_999), why);
    }

    boolean isOpen() {
        return opening != 0;
    }

    String why() {
        return why;
    }

    long opening() {
        return opening;
    }

    /** Nothing is left to remember. */
    boolean isForgettable(long now) {
        boolean clean = opening == 0 && failuresInARow == 0 && !window.hasFailures(now);
        boolean idle = now - touched > Rules.MEMORY && (opening == 0 || now - until > Rules.MEMORY);
        return clean || idle;
    }

    private boolean isHalfOpen(long now) {
        return now - until >= 0;
    }

    private Change count(Verdict verdict, long now) {
        if (verdict.kind() == Verdict.Kind.NONE) {
            return Change.NONE;
        }
        boolean failed = verdict.kind() == Verdict.Kind.FAILED;
        window.add(failed, now);
        failuresInARow = failed ? failuresInARow + 1 : 0;
        String judgement = null;
        if (failuresInARow >= Rules.FAILURES_IN_A_ROW) {
            judgement = failuresInARow + " failures in a row";
        } else if (failed && window.isBad(now)) {
            judgement = window.failures() + " of " + window.calls() + " calls failed";
        }
        if (judgement == null) {
            return Change.NONE;
        }
        open(numbers.getAsLong(), now + Rules.FIRST_OPEN, judgement + ": " + verdict.why());
        lastOpen = Rules.FIRST_OPEN;
        return Change.OPENED;
    }

    private Change pause(long now, Verdict verdict) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(verdict.pauseMillis());
        if (opening == 0) {
            open(numbers.getAsLong(), end, verdict.why());
            return Change.OPENED;
        }
        if (end - until <= 0) {
            return Change.NONE;
        }
        why = verdict.why();
        return until(end);
    }

    private Change prolong(long now, String cause) {
        lastOpen = lastOpen == 0 ? Rules.FIRST_OPEN : Math.min(2 * lastOpen, Rules.LONGEST_OPEN);
        why = "still failing: " + cause;
        long end = now + lastOpen;
        return until(end - until > 0 ? end : until);
    }

    private Change until(long end) {
        until = end;
        round++;
        return Change.PROLONGED;
    }

    private void open(long number, long end, String cause) {
        opening = number;
        until = end;
        lastOpen = 0;
        why = cause;
        window.clear();
        failuresInARow = 0;
    }

    private Change close(long now) {
        touched = now;
        opening = 0;
        probe = 0;
        return Change.CLOSED;
    }
}
