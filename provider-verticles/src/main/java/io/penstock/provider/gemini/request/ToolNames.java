package io.penstock.provider.gemini.request;

import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Tool;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names of functions as Gemini takes them: a letter or underscore first, then letters, digits,
 * underscores, dots, colons and dashes, 128 in all (ai.google.dev/api/caching#FunctionDeclaration). A name that is not
 * so, such as one that begins with a digit, gets another, the same for all of a request and its answer.
 */
public final class ToolNames {

    private static final int LONGEST = 128;
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0," + (LONGEST - 1) + "}");
    private static final Pattern REFUSED = Pattern.compile("[^A-Za-z0-9_.:-]");

    private final Map<String, String> toGemini = new HashMap<>();
    private final Map<String, String> toClient = new HashMap<>();

    private ToolNames() {}

    /** The names of a request, declared and called before. */
    public static ToolNames of(ChatRequest chat) {
        ToolNames names = new ToolNames();
        // Names that may stay as they are come first, so that no made one takes theirs.
        for (int pass = 0; pass < 2; pass++) {
            for (Tool tool : chat.tools()) {
                names.add(tool.name(), pass == 0);
            }
            for (Message message : chat.messages()) {
                if (message instanceof Message.Assistant assistant) {
                    for (Message.ToolCall call : assistant.toolCalls()) {
                        names.add(call.name(), pass == 0);
                    }
                }
            }
        }
        return names;
    }

    /** The name that Gemini knows. */
    String toGemini(String name) {
        return toGemini.getOrDefault(name, name);
    }

    /** The name that the client knows. */
    public String toClient(String name) {
        return toClient.getOrDefault(name, name);
    }

    private void add(String name, boolean asItIs) {
        if (toGemini.containsKey(name) || TAKEN.matcher(name).matches() != asItIs) {
            return;
        }
        String taken = asItIs ? name : free(name);
        toGemini.put(name, taken);
        toClient.put(taken, name);
    }

    private String free(String name) {
        String clean = REFUSED.matcher(name).replaceAll("_");
        String led = Character.isLetter(clean.charAt(0)) || clean.charAt(0) == '_' ? clean : "_" + clean;
        String first = led.substring(0, Math.min(LONGEST, led.length()));
        String made = first;
        for (int i = 2; toClient.containsKey(made); i++) {
            String tail = "_" + i;
            made = first.substring(0, Math.min(first.length(), LONGEST - tail.length())) + tail;
        }
        return made;
    }
}
