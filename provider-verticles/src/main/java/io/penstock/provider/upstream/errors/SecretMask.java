package io.penstock.provider.upstream.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of a text that a provider wrote: ours wherever they stand, whole or by their first
 * or last characters (providers echo {@code sk-ab***yz}), and whatever has the form of a vendor's key.
 */
final class SecretMask {

    private static final String MASKED = "[masked]";

    /** Shorter than this, a text is taken for a dummy that a local server wants, not for a secret. */
    private static final int SHORTEST_SECRET = 4;

    private static final int TELLING_PREFIX = 8;
    private static final int TELLING_SUFFIX = 4;

    private static final Pattern VENDOR_KEY = Pattern.compile(
            "(?:\\b(?:sk|pk|rk|gsk|csk|xai|pplx|nvapi|tgp|key|fw|hf|r8)[-_]|\\bAIza|\\bAKIA)[\\w*.…-]{4,}[\\w*]"
                    + "|(?<=\\bBearer )[^\\s\"',]{6,}");
    private static final Pattern WORD = Pattern.compile("[\\w*.…+/=-]{6,}");

    private final List<String> secrets;

    SecretMask(Collection<String> secrets) {
        // The longest first: one key may begin with another.
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Nullable
    String applyIfAny(@Nullable String text) {
        return text == null ? null : apply(text);
    }

    String apply(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASKED);
        }
        masked = VENDOR_KEY.matcher(masked).replaceAll(MASKED);
        return WORD.matcher(masked)
                .replaceAll(word -> Matcher.quoteReplacement(echoes(word.group()) ? MASKED : word.group()));
    }

    private boolean echoes(String word) {
        for (String secret : secrets) {
            boolean begins = secret.length() > TELLING_PREFIX && word.startsWith(secret.substring(0, TELLING_PREFIX));
            boolean starred = word.contains("**") || word.contains("…") || word.contains("...");
            boolean ends = starred && word.endsWith(secret.substring(secret.length() - TELLING_SUFFIX));
            if (begins || ends) {
                return true;
            }
        }
        return false;
    }
}
