package io.penstock.provider.openai;

import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.value.Secret;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A provider's keys, taken in turn; one that was refused is left out for a minute. Event loop only. */
final class ApiKeys {

    private static final long BROKEN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final List<String> keys;
    private final long[] brokenUntil;
    private final boolean[] broken;
    private int next;

    ApiKeys(List<ApiKeyConfig> configured) {
        keys = configured.stream()
                .map(ApiKeyConfig::key)
                .filter(Secret::isSet)
                .map(Secret::reveal)
                .toList();
        brokenUntil = new long[keys.size()];
        broken = new boolean[keys.size()];
    }

    /** The next key that works as far as is known; if none does, the next one; null where none is needed. */
    @Nullable
    String take(long nowNanos) {
        for (int i = 0; i < keys.size(); i++) {
            int index = (next + i) % keys.size();
            if (works(index, nowNanos)) {
                next = index + 1;
                return keys.get(index);
            }
        }
        return keys.isEmpty() ? null : keys.get(next++ % keys.size());
    }

    /** @return whether another key is left to try */
    boolean broke(@Nullable String key, long nowNanos) {
        boolean left = false;
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).equals(key)) {
                broken[i] = true;
                brokenUntil[i] = nowNanos + BROKEN_NANOS;
            }
            left |= works(i, nowNanos);
        }
        return left;
    }

    /** Where in the configuration's list of set keys it stands; -1 where none is used. */
    int indexOf(@Nullable String key) {
        return key == null ? -1 : keys.indexOf(key);
    }

    List<String> all() {
        return keys;
    }

    private boolean works(int index, long nowNanos) {
        return !broken[index] || nowNanos - brokenUntil[index] > 0;
    }
}
