package io.penstock.provider.openai.rewrite;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code tool_choice} says.
 *
 * @param mode {@code none}, {@code auto}, {@code required}
 * @param only the tools among which that is to be; null for all
 * @param named whether the client named one function
 */
record ToolSelection(String mode, @Nullable Set<String> only, boolean named) {

    /** Whether the model must call a tool. */
    boolean forces() {
        return mode.equals("required");
    }

    /** Null where it is of no form that is known, which is for the vendor to judge. */
    static @Nullable ToolSelection read(Member choice) {
        String word = choice.text();
        if (word != null) {
            return new ToolSelection(word, null, false);
        }
        if (choice.kind() != Kind.OBJECT) {
            return null;
        }
        Container object = choice.container();
        String type = object.text("type");
        if ("function".equals(type)) {
            String name = nameOf(choice);
            return name.isEmpty() ? null : new ToolSelection("required", Set.of(name), true);
        }
        Member allowed = object.get("allowed_tools");
        return "allowed_tools".equals(type) && allowed != null && allowed.kind() == Kind.OBJECT
                ? allowed(allowed.container())
                : null;
    }

    private static @Nullable ToolSelection allowed(Container allowed) {
        Member tools = allowed.get("tools");
        String mode = allowed.text("mode");
        if (mode == null || tools == null || tools.kind() != Kind.ARRAY) {
            return null;
        }
        Set<String> names = new HashSet<>();
        tools.container().members().forEach(each -> names.add(nameOf(each)));
        return new ToolSelection(mode, names, false);
    }

    /** The function's name in a tool or a choice; empty where there is none. */
    static String nameOf(Member tool) {
        Member function = tool.kind() == Kind.OBJECT ? tool.container().get("function") : null;
        String name = function == null || function.kind() != Kind.OBJECT
                ? null
                : function.container().text("name");
        return name == null ? "" : name;
    }
}
