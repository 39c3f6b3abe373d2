package io.penstock.provider.bedrock.request;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes, by its id (docs.aws.amazon.com, Amazon Bedrock user guide: "Supported models and model
 * features", "Prompt caching", "Structured output", and the models' own parameters). An id that tells no family,
 * such as the ARN of an application inference profile, is trusted to take what most do.
 */
record Model(String id, Family family, int claude) {

    enum Family {
        CLAUDE,
        NOVA,
        NOVA_2,
        GPT_OSS,
        GPT,
        DEEPSEEK,
        DEEPSEEK_R1,
        MISTRAL,
        /** Others that are known by name. */
        OTHER,
        UNKNOWN
    }

    private static final Pattern CLAUDE_VERSION = Pattern.compile("claude-(?:[a-z]+-)?(\\d)(?:-(\\d{1,2})(?!\\d))?");
    private static final List<String> VENDORS = List.of(
            "amazon.",
            "meta.",
            "cohere.",
            "ai21.",
            "qwen.",
            "minimax.",
            "moonshot",
            "nvidia.",
            "zai.",
            "google.",
            "xai.",
            "writer.",
            "deepseek",
            "mistral.",
            "openai.");
    private static final List<String> WITHOUT_TOOL_CHOICE =
            List.of("meta.llama", "cohere.", "ai21.", "amazon.titan", "pixtral");
    private static final List<String> WITH_SCHEMAS = List.of(
            "deepseek.v3",
            "ministral-3",
            "mistral-large-3",
            "magistral",
            "voxtral",
            "qwen.",
            "minimax.",
            "nvidia.",
            "zai.",
            "google.gemma",
            "moonshot");

    /** A Claude whose name tells no number is a new one. */
    private static final int NEWEST = 50;

    static Model of(String name) {
        String id = name.toLowerCase(Locale.ROOT);
        return new Model(id, familyOf(id), claudeOf(id));
    }

    private static Family familyOf(String id) {
        if (id.contains("anthropic.") || id.contains("claude")) {
            return Family.CLAUDE;
        }
        if (id.contains("amazon.nova")) {
            return id.contains("nova-2") ? Family.NOVA_2 : Family.NOVA;
        }
        if (id.contains("openai.")) {
            return id.contains("gpt-oss") ? Family.GPT_OSS : Family.GPT;
        }
        if (id.contains("deepseek")) {
            return id.contains("r1") ? Family.DEEPSEEK_R1 : Family.DEEPSEEK;
        }
        if (id.contains("mistral.")) {
            return Family.MISTRAL;
        }
        return VENDORS.stream().anyMatch(id::contains) ? Family.OTHER : Family.UNKNOWN;
    }

    /** The version times ten: 37 for 3.7; 0 for the first ones, and for what is no Claude. */
    private static int claudeOf(String id) {
        Matcher version = CLAUDE_VERSION.matcher(id);
        if (version.find()) {
            String minor = version.group(2);
            return 10 * Integer.parseInt(version.group(1)) + (minor == null ? 0 : Math.min(9, Integer.parseInt(minor)));
        }
        boolean first = id.contains("claude-v") || id.contains("claude-instant");
        return id.contains("claude") && !first ? NEWEST : 0;
    }

    boolean isClaude() {
        return family == Family.CLAUDE;
    }

    /** Claude's reasoning with a budget of tokens. */
    boolean thinksByBudget() {
        return isClaude() && claude >= 37 && claude < 46;
    }

    /** Claude's reasoning as much as it finds right. */
    boolean thinksByEffort() {
        return isClaude() && claude >= 46;
    }

    /** Whether it reasons unless told not to. */
    boolean thinksByItself() {
        return isClaude() && claude >= 50;
    }

    boolean thinksAlways() {
        return thinksByItself()
                && (id.contains("fable") || id.contains("mythos") || (claude >= 55 && !id.contains("haiku")));
    }

    /** Whether temperature and its kin are taken at all. */
    boolean hasSampling() {
        return isClaude() ? claude < 47 : family != Family.GPT;
    }

    /** Whether temperature and top_p exclude each other. */
    boolean takesOneOfTemperatureAndTopP() {
        return isClaude() && claude >= 41;
    }

    boolean hasStops() {
        return family != Family.GPT && !id.contains("grok");
    }

    boolean hasToolChoice() {
        return family != Family.DEEPSEEK_R1 && WITHOUT_TOOL_CHOICE.stream().noneMatch(id::contains);
    }

    /** Whether one tool can be demanded by its name, not only any. */
    boolean hasNamedToolChoice() {
        return switch (family) {
            case CLAUDE, NOVA, NOVA_2, UNKNOWN -> true;
            default -> false;
        };
    }

    boolean hasStrictTools() {
        return isClaude() && claude >= 45 && claude < 47;
    }

    /** Whether the answer can be held to a schema by {@code outputConfig}. */
    boolean hasSchemas() {
        if (isClaude()) {
            return claude >= 45 && claude != 47 && !(claude == 50 && id.contains("fable"));
        }
        return family == Family.GPT
                || family == Family.GPT_OSS
                || WITH_SCHEMAS.stream().anyMatch(id::contains);
    }

    boolean hasCachePoints() {
        return switch (family) {
            case CLAUDE -> claude >= 37 || id.contains("3-5-haiku") || id.contains("3-5-sonnet-20241022");
            case NOVA, NOVA_2 -> true;
            default -> false;
        };
    }

    boolean hasToolCachePoints() {
        return isClaude() && hasCachePoints();
    }

    boolean keepsCacheForAnHour() {
        return isClaude() && claude >= 45;
    }

    /** Whether reasoning that Claude has signed may be sent to it. */
    boolean readsSignedReasoning() {
        return isClaude() || family == Family.UNKNOWN;
    }
}
