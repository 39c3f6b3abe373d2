package io.penstock.provider.openai.rewrite;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.preset.Preset;
import io.penstock.provider.openai.preset.ToolForm;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings {@code tools} and {@code tool_choice} into the vendor's form. */
final class ToolRewrite {

    private static final String TOOLS = "tools";
    private static final String TOOL_CHOICE = "tool_choice";
    private static final String THINKING = "thinking";
    private static final String DISABLED = "{\"type\":\"disabled\"}";

    private final Preset preset;
    private final String model;
    private final Set<String> dropped;

    ToolRewrite(Preset preset, String model, Set<String> dropped) {
        this.preset = preset;
        this.model = model;
        this.dropped = dropped;
    }

    void rewrite(Container request) {
        if (preset.tools() == ToolForm.ALL) {
            return;
        }
        Member tools = request.get(TOOLS);
        if (tools == null || tools.kind() != Kind.ARRAY || tools.container().isEmpty()) {
            withoutTools(request, tools);
            return;
        }
        Member choice = request.get(TOOL_CHOICE);
        ToolSelection selection = choice == null ? null : ToolSelection.read(choice);
        if (choice != null && selection != null) {
            choose(request, tools, choice, selection);
        }
        if (preset.schemasNeeded() && !tools.isRemoved()) {
            addSchemas(tools);
        }
    }

    /** Frameworks send an empty list, which vendors refuse, and so they do with what goes along with it. */
    private static void withoutTools(Container request, @Nullable Member tools) {
        if (tools == null || tools.kind() == Kind.ARRAY) {
            request.remove(TOOLS);
        }
        ToolSelection selection =
                request.get(TOOL_CHOICE) == null ? null : ToolSelection.read(request.get(TOOL_CHOICE));
        if (selection == null || !selection.forces()) {
            request.remove(TOOL_CHOICE);
        }
        request.remove("parallel_tool_calls");
    }

    private void choose(Container request, Member tools, Member choice, ToolSelection selection) {
        switch (preset.tools()) {
            case ALL -> {}
            case NAMED -> namedOrAmong(tools, choice, selection);
            case WORDS -> among(tools, choice, selection);
            case FREE_WHILE_THINKING -> {
                if (selection.forces() && mustThink(request)) {
                    choice.remove();
                    dropped.add(TOOL_CHOICE);
                } else {
                    namedOrAmong(tools, choice, selection);
                }
            }
            case NOTHING -> {
                choice.remove();
                if (selection.mode().equals("none")) {
                    tools.remove();
                } else if (selection.forces()) {
                    dropped.add(TOOL_CHOICE);
                }
                if (selection.only() != null) {
                    boolean unused = keepOnly(tools, selection.only());
                }
            }
        }
    }

    private static void namedOrAmong(Member tools, Member choice, ToolSelection selection) {
        if (!selection.named()) {
            among(tools, choice, selection);
        }
    }

    private static void among(Member tools, Member choice, ToolSelection selection) {
        if (selection.only() != null && keepOnly(tools, selection.only())) {
            choice.set(Member.quoted(selection.mode()));
        }
    }

    /** Whether the client wants it to think, or the model cannot do otherwise. Else it is told not to. */
    private boolean mustThink(Container request) {
        if (request.added(THINKING) != null) {
            return false;
        }
        Member thinking = request.get(THINKING);
        if (thinking != null) {
            return thinking.kind() != Kind.OBJECT
                    || !"disabled".equals(thinking.container().text("type"));
        }
        if (request.get("reasoning_effort") != null || model.contains("reasoner")) {
            return true;
        }
        request.put(THINKING, DISABLED);
        return false;
    }

    /** False where none of them is there: then the vendor is to say so. */
    private static boolean keepOnly(Member tools, Set<String> names) {
        Container array = tools.container();
        boolean found = false;
        for (Member tool : array.members()) {
            if (names.contains(ToolSelection.nameOf(tool))) {
                found = true;
            } else {
                tool.remove();
            }
        }
        if (found) {
            tools.change(array.edits());
        }
        return found;
    }

    private static void addSchemas(Member tools) {
        Container array = tools.container();
        for (Member tool : array.members()) {
            Container parts = tool.kind() == Kind.OBJECT ? tool.container() : null;
            Member function = parts == null ? null : parts.get("function");
            if (parts != null && function != null && function.kind() == Kind.OBJECT) {
                Container inside = function.container();
                if (inside.get("parameters") == null) {
                    inside.put("parameters", "{\"type\":\"object\",\"properties\":{}}");
                    function.change(inside.edits());
                    tool.change(parts.edits());
                }
            }
        }
        tools.change(array.edits());
    }
}
