package io.penstock.provider.anthropic.request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ids of the tool calls in a conversation. Those of other providers can have characters that Anthropic
 * refuses, and the oldest form of calls has none, so that one name stands for several calls: each call gets an
 * id of its own, and a result goes to the last call that has its id. One per request.
 */
final class CallIds {

    private final Map<String, String> last = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The id of a call that comes next. */
    String call(String id) {
        String fitted = fitted(id);
        String free = fitted;
        for (int i = 2; !taken.add(free); i++) {
            free = fitted + "_" + i;
        }
        last.put(id, free);
        return free;
    }

    /** The id of the call that a result belongs to. */
    String result(String id) {
        String known = last.get(id);
        return known == null ? fitted(id) : known;
    }

    private static String fitted(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!ToolNames.isFine(id.charAt(i))) {
                StringBuilder fitted = new StringBuilder(id.length());
                id.chars().forEach(c -> fitted.append(ToolNames.isFine((char) c) ? (char) c : '_'));
                return fitted.toString();
            }
        }
        return id;
    }
}
