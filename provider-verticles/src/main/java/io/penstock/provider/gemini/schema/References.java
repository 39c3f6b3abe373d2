package io.penstock.provider.gemini.schema;

import org.jspecify.annotations.Nullable;

/** The references that were followed on the way to a node, the last one first. */
record References(@Nullable String last, @Nullable References before) {

    static final References NONE = new References(null, null);

    References with(String ref) {
        return new References(ref, this);
    }

    int count(String ref) {
        int count = 0;
        for (References each = this; each != null; each = each.before) {
            if (ref.equals(each.last)) {
                count++;
            }
        }
        return count;
    }
}
