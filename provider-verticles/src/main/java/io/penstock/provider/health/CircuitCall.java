package io.penstock.provider.health;

import io.penstock.shared.chat.error.Failure;

/**
 * One admitted call, which tells its target's circuit how it goes: {@link #content} any number of times,
 * then the first of the others, after which it says no more. Belongs to the call's event loop.
 */
public final class CircuitCall {

    private final Circuits circuits;
    private final Target target;
    private final long generation;
    private final Circuit.Ticket ticket;
    private boolean contentSeen;
    private boolean ended;

    /** @param generation of the provider's circuits; of another one they hear nothing */
    CircuitCall(Circuits circuits, Target target, long generation, Circuit.Ticket ticket) {
        this.circuits = circuits;
        this.target = target;
        this.generation = generation;
        this.ticket = ticket;
    }

    /** Content came: the target is well, as far as that goes. */
    public void content() {
        if (!contentSeen && !ended) {
            contentSeen = true;
            // A call of a closed circuit has nothing to close.
            if (ticket.opening() != 0) {
                circuits.content(target, generation, ticket);
                probed("ok");
            }
        }
    }

    public void answered() {
        end(Verdict.WELL);
    }

    public void failed(Failure failure) {
        end(Verdict.of(failure));
    }

    /** The target had all the time that it may take. */
    public void tooSlow() {
        end(Verdict.TOO_SLOW);
    }

    /** The call ended for a reason that says nothing of the target. */
    public void dropped() {
        end(Verdict.NONE);
    }

    private void end(Verdict verdict) {
        if (ended) {
            return;
        }
        ended = true;
        circuits.end(target, generation, ticket, verdict);
        if (!contentSeen) {
            probed(
                    switch (verdict.kind()) {
                        case WELL -> "ok";
                        case FAILED, PAUSE -> "failed";
                        case NONE -> "unknown";
                    });
        }
    }

    private void probed(String result) {
        if (ticket.isProbe()) {
            circuits.news().probed(target, result);
        }
    }
}
