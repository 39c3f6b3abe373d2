package io.penstock.shared.config.value;

import java.util.Collection;
import java.util.Locale;

/** Guesses what a misspelt word was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** {@code "; did you mean 'x'?"} where one of the candidates is close enough, else nothing. */
    public static String hint(String word, Collection<String> candidates) {
        String best = "";
        int bestDistance = 1 + Math.max(2, word.length() / 3);
        // A long word is no slip of the finger, and the distance costs its square.
        if (word.length() <= 64) {
            for (String candidate : candidates) {
                int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (distance < bestDistance && distance < candidate.length()) {
                    best = candidate;
                    bestDistance = distance;
                }
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** The hint, if there is one, and all candidates: {@code "; did you mean 'x'? allowed: x, y"}. */
    public static String choices(String word, Collection<String> candidates, String label) {
        String hint = hint(word, candidates);
        return (hint.isEmpty() ? "; " : hint + " ") + label + ": "
                + (candidates.isEmpty() ? "none" : String.join(", ", candidates));
    }

    /** Edits of one character, a swap of neighbours being one (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + substitution);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
