package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import java.util.concurrent.CompletionStage;

/** Where the states are. The map; something else in tests of the calling side. */
@FunctionalInterface
interface Ledger {

    /** Does not block. May complete on any thread, may throw instead of failing. */
    CompletionStage<Outcome> submit(String subjectId, Call call);
}
