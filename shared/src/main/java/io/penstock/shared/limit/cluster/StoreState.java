package io.penstock.shared.limit.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stores a state for as long as it is of use. What a {@link QuotaCall} does on the backups. */
final class StoreState implements EntryProcessor<String, QuotaState, Outcome> {

    private static final long serialVersionUID = 1L;

    private final transient QuotaState state;

    StoreState(QuotaState state) {
        this.state = state;
    }

    QuotaState state() {
        return state;
    }

    // Each store renews the time to live; reading, as a refusal does, does not and need not.
    void store(Map.Entry<String, QuotaState> entry) {
        ((ExtendedMapEntry<String, QuotaState>) entry).setValue(state, state.usefulMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable Outcome process(Map.Entry<String, QuotaState> entry) {
        store(entry);
        return null;
    }

    @Override
    public @Nullable EntryProcessor<String, QuotaState, Outcome> getBackupProcessor() {
        return null;
    }
}
