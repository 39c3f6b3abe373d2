package io.penstock.provider.anthropic.request;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model accepts, by its name (platform.claude.com/docs, the models' migration guides). A Claude of a
 * version that is not known is taken for a newer one; a model that is no Claude, on a server that speaks the
 * same form, for one that knows the form's basics.
 *
 * @param maxOutput the most tokens that an answer may have
 * @param defaultOutput for a client that sets no limit: the API wants one. Up to Claude 4.1 it must fit into
 *     the context beside the prompt, later models stop at the context's end
 * @param off how the model is told not to think
 * @param sampling whether it takes temperature, top_p and top_k
 * @param samplesOneWay whether it refuses temperature and top_p in one request
 * @param schemas whether its answer can be held to a JSON Schema
 * @param forcedTools whether it can be made to call a tool
 * @param xhigh whether it has this effort, between high and max
 */
record ModelTraits(
        long maxOutput,
        long defaultOutput,
        Reasoning reasoning,
        Off off,
        boolean sampling,
        boolean samplesOneWay,
        boolean schemas,
        boolean forcedTools,
        boolean xhigh) {

    /** How a model is told how much to think. */
    enum Reasoning {
        NONE,
        BUDGET,
        /** Either way. */
        BUDGET_OR_EFFORT,
        EFFORT
    }

    enum Off {
        /** It thinks only where asked to. */
        UNASKED,
        DISABLED,
        BETWEEN_TOOLS,
        /** It always thinks: low effort comes nearest. */
        NEVER
    }

    private static final ModelTraits NO_CLAUDE =
            new ModelTraits(Long.MAX_VALUE, 8192, Reasoning.BUDGET, Off.UNASKED, true, false, false, true, false);

    private static final String NUMBER = "(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?";
    private static final Pattern NAME = Pattern.compile(
            "claude-(?:" + NUMBER + "-)?(opus|sonnet|haiku|fable|mythos)(?:-" + NUMBER + ")?.*", Pattern.DOTALL);
    private static final Pattern FIRST = Pattern.compile("claude-(?:instant|v?[12](?!\\d)).*", Pattern.DOTALL);
    private static final int UNKNOWN = 9900;

    /** @param model as Anthropic names it, with or without a vendor's prefix and a date */
    static ModelTraits of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        int start = name.indexOf("claude-");
        if (start < 0) {
            return NO_CLAUDE;
        }
        Matcher matcher = NAME.matcher(name.substring(start));
        if (!matcher.matches()) {
            boolean first = FIRST.matcher(name.substring(start)).matches();
            return of("", first ? 200 : UNKNOWN);
        }
        return matcher.group(1) != null
                ? of(matcher.group(3), version(matcher.group(1), matcher.group(2)))
                : of(matcher.group(3), version(matcher.group(4), matcher.group(5)));
    }

    private static int version(@Nullable String major, @Nullable String minor) {
        return major == null ? UNKNOWN : Integer.parseInt(major) * 100 + (minor == null ? 0 : Integer.parseInt(minor));
    }

    private static ModelTraits of(String family, int version) {
        boolean tale = family.equals("fable") || family.equals("mythos");
        long most = most(family, version);
        return new ModelTraits(
                most,
                version < 307 ? most : version < 405 ? 16_000 : Math.min(most, 64_000),
                reasoning(version),
                tale ? Off.NEVER : off(family, version),
                version < 407,
                version >= 401,
                version >= 405,
                tale ? version < 501 : version < 505 || (version == 505 && family.equals("haiku")),
                version >= 407);
    }

    private static long most(String family, int version) {
        if (version < 307) {
            return version < 305 ? 4096 : 8192;
        }
        if (version < 405) {
            return family.equals("opus") ? 32_000 : 64_000;
        }
        return version < 406 ? 64_000 : 128_000;
    }

    private static Reasoning reasoning(int version) {
        if (version < 406) {
            return version < 307 ? Reasoning.NONE : Reasoning.BUDGET;
        }
        return version < 407 ? Reasoning.BUDGET_OR_EFFORT : Reasoning.EFFORT;
    }

    private static Off off(String family, int version) {
        if (version < 500) {
            return Off.UNASKED;
        }
        if (version < 505 || (version == 505 && family.equals("haiku"))) {
            return Off.DISABLED;
        }
        return version == 505 && family.equals("sonnet") ? Off.BETWEEN_TOOLS : Off.NEVER;
    }
}
