package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonText;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request parameters that a target sets by itself. An override counts whatever the client sent; a
 * default counts where the client sent nothing, and null is nothing: the API's own examples send it
 * for a parameter that is not used, as many clients do for all of those.
 *
 * <p>{@code max_tokens} and {@code max_completion_tokens} are two names of one thing: a client that
 * sent one needs no default for the other, and an override of one drops the other, which providers
 * refuse beside it and which would else win.
 *
 * <p>Immutable; made once for each target.
 */
public final class BodyParameters {

    private static final String MAX_TOKENS = RequestField.MAX_TOKENS.param();
    private static final String MAX_COMPLETION_TOKENS = RequestField.MAX_COMPLETION_TOKENS.param();

    public static final BodyParameters NONE = new BodyParameters(Map.of(), Map.of());

    /** What is to become of the members of one name. */
    static final class Rule {

        enum Kind {
            /** Puts the value in place of the client's, or drops it. */
            OVERRIDE,
            /** Puts the value where the client has none. */
            DEFAULT,
            /** Leaves it, and takes note that it is there. */
            WATCH
        }

        final Kind kind;
        /** JSON; null drops the member. */
        final byte @Nullable [] value;
        /** Name and value, as JSON; empty where there is no value. */
        final byte[] member;
        /** Another name for the same thing, or null. */
        final @Nullable String twin;

        Rule(Kind kind, String name, @Nullable String json) {
            this.kind = kind;
            this.value = json == null ? null : json.getBytes(UTF_8);
            String quoted = '"' + new String(JsonText.escape(name), UTF_8) + '"';
            this.member = json == null ? new byte[0] : (quoted + ":" + json).getBytes(UTF_8);
            this.twin = twin(name);
        }
    }

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final int longestSpelling;

    /**
     * @param defaults name to JSON text
     * @param overrides name to JSON text, {@code null} to drop the parameter; wins over a default of that name
     */
    public BodyParameters(Map<String, String> defaults, Map<String, String> overrides) {
        overrides.forEach((name, json) -> {
            boolean drop = json.equals("null");
            rules.put(name, new Rule(Rule.Kind.OVERRIDE, name, drop ? null : json));
            String twin = drop ? null : twin(name);
            if (twin != null && !overrides.containsKey(twin)) {
                rules.put(twin, new Rule(Rule.Kind.OVERRIDE, twin, null));
            }
        });
        defaults.forEach((name, json) -> rules.putIfAbsent(name, new Rule(Rule.Kind.DEFAULT, name, json)));
        defaults.keySet().forEach(name -> {
            String twin = twin(name);
            if (twin != null) {
                rules.putIfAbsent(twin, new Rule(Rule.Kind.WATCH, twin, null));
            }
        });
        // Each UTF-16 unit can be written as an escape of six bytes.
        longestSpelling =
                6 * rules.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Whether no body changes, but for its model. */
    public boolean isNone() {
        return rules.isEmpty();
    }

    /**
     * The body with these parameters; every byte that has nothing to do with them stays as it is.
     *
     * @param body a JSON object, such as {@link ChatRequestReader} has accepted
     * @param model the value for {@code model}; null leaves it
     * @param dropModels whether {@code models} is to go
     * @return a new array, or {@code body} itself where nothing has to change
     * @throws MalformedJsonException if the body is no JSON object
     */
    public byte[] rewrite(byte[] body, @Nullable String model, boolean dropModels) {
        if (isNone() && model == null && !dropModels) {
            return body;
        }
        return new BodyRewrite(body, this, model, dropModels).rewrite();
    }

    Map<String, Rule> rules() {
        return rules;
    }

    /** The rule for the member whose key the cursor has just read; null for none. */
    @Nullable
    Rule of(JsonCursor cursor) {
        return cursor.keyEnd() - cursor.keyStart() > longestSpelling ? null : rules.get(cursor.key());
    }

    private static @Nullable String twin(String name) {
        return name.equals(MAX_TOKENS) ? MAX_COMPLETION_TOKENS : name.equals(MAX_COMPLETION_TOKENS) ? MAX_TOKENS : null;
    }
}
