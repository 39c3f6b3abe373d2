package io.penstock.provider.gemini.request;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can be told, by its name (ai.google.dev/gemini-api/docs/models, …/thinking, …/gemini-3).
 *
 * @param id in lower case, without what stands before it in a path
 * @param version ten times the generation: 25 is Gemini 2.5
 */
public record GeminiModel(String id, int version) {

    /** How it is told how much to think. */
    public enum Thinking {
        /** Not at all: it does not think, or refuses to be told. */
        NONE,
        BUDGET,
        LEVEL
    }

    private static final Pattern NUMBERED =
            Pattern.compile("gemini-(?:[a-z-]+-)?(\\d{1,2})(?:\\.(\\d{1,2}))?(?:[-@.].*)?");
    /** Google moves them to the newest generation. */
    private static final Pattern LATEST = Pattern.compile("gemini-[a-z-]+-latest");

    private static final int NEWEST = 30;
    /** What a name that says nothing is taken for, such as a tuned model's: the features that all have. */
    private static final int PLAIN = 20;

    /** @param model as the configuration names it, such as {@code gemini-2.5-flash} or {@code models/gemini-2.5-flash} */
    public static GeminiModel of(String model) {
        String id = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Matcher numbered = NUMBERED.matcher(id);
        if (numbered.matches()) {
            int minor = numbered.group(2) == null ? 0 : Integer.parseInt(numbered.group(2));
            return new GeminiModel(id, Integer.parseInt(numbered.group(1)) * 10 + Math.min(9, minor));
        }
        return new GeminiModel(id, LATEST.matcher(id).matches() ? NEWEST : PLAIN);
    }

    public Thinking thinking() {
        if (version < 25 || (version < NEWEST && (id.contains("-image") || id.contains("-tts")))) {
            return Thinking.NONE;
        }
        return version < NEWEST ? Thinking.BUDGET : Thinking.LEVEL;
    }

    /** Whether calls of tools have ids, and must come back with their signatures; older models refuse ids. */
    public boolean isStrictOnCalls() {
        return version >= NEWEST;
    }

    /** Whether a tool's result can have images in it. */
    public boolean hasMediaInResults() {
        return version >= NEWEST;
    }

    /** Whether presence and frequency penalties are taken: "Penalty is not enabled", Gemini 3 says. */
    public boolean hasPenalties() {
        return version < NEWEST;
    }

    /** Whether an answer can be held to JSON while there are tools to call. */
    public boolean hasFormatWithTools() {
        return version >= NEWEST;
    }

    /** Whether there is a system instruction: Gemma has none. */
    public boolean hasInstructions() {
        return !id.startsWith("gemma");
    }

    public boolean isPro() {
        return id.contains("-pro");
    }

    public boolean isFlashLite() {
        return id.contains("flash-lite");
    }

    /** The very first of Gemini 3, which thinks {@code LOW} or {@code HIGH} and nothing between. */
    public boolean hasTwoLevels() {
        return version == NEWEST && isPro();
    }
}
