package io.penstock.provider.openai.preset;

import io.penstock.shared.chat.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a vendor is told {@code reasoning_effort}. */
@FunctionalInterface
public interface Effort {

    Effort AS_IT_IS = (model, level) -> Told.as(level);

    /** For vendors with {@code low}, {@code medium} and {@code high}, and {@code none}. */
    Effort THREE_LEVELS = (model, level) -> level.equals("none") ? Told.as(level) : threeLevels(level);

    Pattern FIXED_GROK = Pattern.compile(".*-reasoning|grok-[34](?:-(?!mini).*)?|grok-code.*");

    /**
     * @param model the vendor's name
     * @param level what the client asked for, such as {@code none} or {@code high}
     */
    Told tell(String model, String level);

    /**
     * What the vendor gets.
     *
     * @param level its word for {@code reasoning_effort}; null where that is left out
     * @param member another member in its place, or null
     * @param json the other member's value, or null
     */
    record Told(
            @Nullable String level,
            @Nullable String member,
            @Nullable String json) {

        /** The vendor has nothing of the kind. */
        static final Told DROPPED = new Told(null, null, null);

        static Told as(String level) {
            return new Told(level, null, null);
        }

        static Told instead(String member, String json) {
            return new Told(null, member, json);
        }

        public boolean isDropped() {
            return level == null && member == null;
        }
    }

    /** @param words the client's and the vendor's in turn; any other word goes as it is */
    static Effort words(String... words) {
        Map<String, String> map = pairs(words);
        return (model, level) -> Told.as(map.getOrDefault(level, level));
    }

    /** Where no reasoning at all is asked for with another member. */
    default Effort noneIs(String member, String json) {
        return (model, level) -> level.equals("none") ? Told.instead(member, json) : tell(model, level);
    }

    /** Qwen thinks or not, GPT-OSS has three levels, the other models have none (console.groq.com/docs/reasoning). */
    static Told groq(String model, String level) {
        if (model.contains("qwen")) {
            return Told.as(level.equals("none") ? "none" : "default");
        }
        return model.contains("gpt-oss") ? threeLevels(level) : Told.DROPPED;
    }

    /**
     * Three levels, and one more from 4.6 on. Models with reasoning in their name, and older ones, refuse the
     * parameter, whatever it says (docs.x.ai, models).
     */
    static Told xai(String model, String level) {
        if (FIXED_GROK.matcher(model).matches()) {
            return Told.DROPPED;
        }
        if (model.startsWith("grok-4.6") && level.equals("xhigh")) {
            return Told.as(level);
        }
        return level.equals("none") ? Told.as(level) : threeLevels(level);
    }

    /** The server reads it from the chat template's arguments only. */
    static Told template(String model, String level) {
        return Told.instead(
                "chat_template_kwargs",
                level.equals("none") ? "{\"enable_thinking\":false}" : "{\"reasoning_effort\":" + quoted(level) + "}");
    }

    private static String quoted(String text) {
        return '"' + new String(JsonText.escape(text), StandardCharsets.UTF_8) + '"';
    }

    private static Told threeLevels(String level) {
        return Told.as(
                switch (level) {
                    case "none", "minimal" -> "low";
                    case "xhigh", "max" -> "high";
                    default -> level;
                });
    }

    private static Map<String, String> pairs(String... words) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            map.put(words[i], words[i + 1]);
        }
        return map;
    }
}
