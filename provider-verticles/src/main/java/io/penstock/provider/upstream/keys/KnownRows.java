package io.penstock.provider.upstream.keys;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of refusals of one key that this node has made or heard of: each is taken over once, so that a
 * node that the provider does not let use the key does not keep it from the others. The last of them only.
 */
final class KnownRows {

    private static final int MOST = 100;

    private final Map<Long, Boolean> rows = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether it was not known. It is from now on. */
    boolean add(long row) {
        boolean isNew = rows.put(row, true) == null;
        if (rows.size() > MOST) {
            var eldest = rows.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return isNew;
    }

    void addAll(KnownRows others) {
        rows.putAll(others.rows);
    }
}
