package io.penstock.provider.anthropic;

import org.jspecify.annotations.Nullable;

/**
 * The version of the API's rules ({@code anthropic-version}, platform.claude.com/docs/en/api/versioning).
 *
 * @param date such as {@code 2023-06-01}, which orders versions by itself
 */
record ApiVersion(String date) {

    private static final String DEFAULT = "2023-06-01";
    /** The first whose requests have no temperature, top_p or top_k. */
    private static final String WITHOUT_SAMPLING = "2026-10-21";

    /** @param configured null for the one that takes most parameters */
    static ApiVersion of(@Nullable String configured) {
        return new ApiVersion(configured == null ? DEFAULT : configured);
    }

    boolean takesSampling() {
        return date.compareTo(WITHOUT_SAMPLING) < 0;
    }
}
