package io.penstock.provider.contract.features;

import java.util.Locale;

/** What a test found out about a feature. */
public enum Finding {
    YES,
    NO,
    /** The provider was told, in its own words. */
    SENT,
    /** The provider was told the nearest value that it takes. */
    CLAMPED,
    /** The provider was told something less that serves the purpose, such as fewer tools for a choice among them, or a schema in words. */
    ADAPTED,
    /** Left out, and the client told so. */
    DROPPED,
    /** The request was refused with 400. */
    REFUSED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
