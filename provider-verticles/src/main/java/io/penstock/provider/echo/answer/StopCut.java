package io.penstock.provider.echo.answer;

import java.util.List;

/**
 * Cuts a text that comes in tokens before the first stop string in it, also where one lies across
 * tokens: what may be the start of a stop is held back until it is known. Linear in the text
 * (Knuth, Morris, Pratt), whatever the stops are.
 */
final class StopCut {

    private final List<Matcher> matchers;
    private final StringBuilder held = new StringBuilder();
    private boolean hit;

    StopCut(List<String> stops) {
        this.matchers = stops.stream().map(Matcher::new).toList();
    }

    /** The part of the text so far that is now known to be before any stop. */
    String push(String token) {
        if (matchers.isEmpty()) {
            return token;
        }
        for (int i = 0; i < token.length(); i++) {
            held.append(token.charAt(i));
            int longest = 0;
            for (Matcher matcher : matchers) {
                if (matcher.completes(token.charAt(i))) {
                    longest = Math.max(longest, matcher.stop.length());
                }
            }
            if (longest > 0) {
                hit = true;
                return release(longest);
            }
        }
        int candidate = 0;
        for (Matcher matcher : matchers) {
            candidate = Math.max(candidate, matcher.matched);
        }
        return release(candidate);
    }

    /** Whether a stop was met: the text ends before it. */
    boolean hit() {
        return hit;
    }

    /** What was held back, once the text has ended without a stop. */
    String rest() {
        return release(0);
    }

    private String release(int kept) {
        int length = held.length() - kept;
        String released = held.substring(0, length);
        held.delete(0, length);
        return released;
    }

    private static final class Matcher {
        private final String stop;
        /** For each prefix of the stop, the length of its longest border. */
        private final int[] border;

        private int matched;

        Matcher(String stop) {
            this.stop = stop;
            this.border = new int[stop.length()];
            for (int i = 1, length = 0; i < stop.length(); i++) {
                length = step(stop.charAt(i), length);
                border[i] = length;
            }
        }

        boolean completes(char c) {
            matched = step(c, matched);
            return matched == stop.length();
        }

        private int step(char c, int from) {
            int length = from;
            while (length > 0 && stop.charAt(length) != c) {
                length = border[length - 1];
            }
            return stop.charAt(length) == c ? length + 1 : 0;
        }
    }
}
