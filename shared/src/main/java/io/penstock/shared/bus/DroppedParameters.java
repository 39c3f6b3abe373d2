package io.penstock.shared.bus;

import java.util.List;

/**
 * Names of parameters that a provider lacks, made fit to travel and to stand in a header field: a client may
 * send any number of them, of any length and with any characters.
 */
final class DroppedParameters {

    static final int MOST = 64;
    static final int LONGEST = 64;

    private DroppedParameters() {}

    /** Each once, in the order in which they came; those past the {@link #MOST}th are not told. */
    static List<String> bounded(List<String> names) {
        return names.stream()
                .filter(name -> !name.isEmpty())
                .map(DroppedParameters::visible)
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** Whatever is not visible ASCII, or separates names in a list, becomes {@code ?} (RFC 9110, section 5.6.1). */
    private static String visible(String name) {
        StringBuilder out = new StringBuilder(name.substring(0, Math.min(LONGEST, name.length())));
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c <= ' ' || c > '~' || c == ',') {
                out.setCharAt(i, '?');
            }
        }
        return out.toString();
    }
}
