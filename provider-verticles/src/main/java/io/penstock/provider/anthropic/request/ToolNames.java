package io.penstock.provider.anthropic.request;

import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Tool;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names of tools, which Anthropic takes in letters, digits, underscores and hyphens, up to 128 of them. A
 * name that it would refuse goes out under another one, and comes back as the client's.
 */
public final class ToolNames {

    private static final int LONGEST = 128;

    private final Map<String, String> sent = new HashMap<>();
    private final Map<String, String> own = new HashMap<>();

    /** @param chat whose tools are named, those of earlier calls too */
    public ToolNames(ChatRequest chat) {
        Set<String> taken = new HashSet<>();
        for (Tool tool : chat.tools()) {
            take(tool.name(), taken);
        }
        for (Message message : chat.messages()) {
            if (message instanceof Message.Assistant assistant) {
                assistant.toolCalls().forEach(call -> take(call.name(), taken));
            }
        }
        for (Tool tool : chat.tools()) {
            rename(tool.name(), taken);
        }
        for (Message message : chat.messages()) {
            if (message instanceof Message.Assistant assistant) {
                assistant.toolCalls().forEach(call -> rename(call.name(), taken));
            }
        }
    }

    /** As Anthropic gets it. */
    String sent(String name) {
        return sent.getOrDefault(name, isFine(name) ? name : fitted(name));
    }

    /** As the client knows it. */
    public String own(String name) {
        return own.getOrDefault(name, name);
    }

    private static void take(String name, Set<String> taken) {
        if (isFine(name)) {
            taken.add(name);
        }
    }

    private void rename(String name, Set<String> taken) {
        if (isFine(name) || sent.containsKey(name)) {
            return;
        }
        String fitted = fitted(name);
        String free = fitted;
        for (int i = 2; !taken.add(free); i++) {
            String tail = "_" + i;
            free = fitted.substring(0, Math.min(fitted.length(), LONGEST - tail.length())) + tail;
        }
        sent.put(name, free);
        own.put(free, name);
    }

    private static String fitted(String name) {
        StringBuilder fitted = new StringBuilder(Math.min(name.length(), LONGEST));
        for (int i = 0; i < name.length() && i < LONGEST; i++) {
            char c = name.charAt(i);
            fitted.append(isFine(c) ? c : '_');
        }
        return fitted.toString();
    }

    private static boolean isFine(String name) {
        return name.length() <= LONGEST && name.chars().allMatch(c -> isFine((char) c));
    }

    /** Of names and of the ids of tool calls. */
    static boolean isFine(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
