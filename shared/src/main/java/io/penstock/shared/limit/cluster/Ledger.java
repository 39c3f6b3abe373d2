package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the states are. The map; something else in tests of the calling side. */
@FunctionalInterface
interface Ledger {

    /** Does not block. May complete on any thread, may throw instead of failing. */
    CompletionStage<Outcome> submit(String subjectId, Call call);

    /** Whether {@link #submitChain} may be used: all subjects are kept by one member, as far as is known. */
    default boolean isOneOwner(List<String> subjectIds) {
        return false;
    }

    /**
     * One call to each subject in this order, in one round trip. Once an ask is refused, those to the
     * later subjects only find out how things stand there. Else as {@link #submit}.
     *
     * @param calls each with one ask for one demand
     */
    default CompletionStage<List<Outcome>> submitChain(List<String> subjectIds, List<Call> calls) {
        throw new UnsupportedOperationException("not one owner");
    }
}
