package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.Verdict;
import java.util.List;

/**
 * The answer to a call.
 *
 * @param bookedAt when its granted demands were booked; what a release must name
 * @param verdicts one for each of the call's asks
 */
public record Outcome(long bookedAt, List<Verdict> verdicts) {

    public Outcome {
        verdicts = List.copyOf(verdicts);
    }

    /** Whether anything was booked that whoever asked is going to use. */
    public boolean grants() {
        return verdicts.stream().anyMatch(verdict -> verdict.granted() > 0);
    }
}
