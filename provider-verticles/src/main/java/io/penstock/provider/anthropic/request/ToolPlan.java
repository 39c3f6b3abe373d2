package io.penstock.provider.anthropic.request;

import io.penstock.provider.anthropic.wire.CacheHint;
import io.penstock.provider.anthropic.wire.ToolChoiceForm;
import io.penstock.provider.anthropic.wire.ToolForm;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.Tool;
import io.penstock.provider.upstream.chat.ToolChoice;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request, and what the model shall do with them.
 *
 * @param choice null for what the model does unasked
 * @param instruction for a model that cannot be made to call a tool, or null
 */
record ToolPlan(
        List<ToolForm> tools,
        @Nullable ToolChoiceForm choice,
        @Nullable String instruction) {

    /** Of one request. */
    private static final int MOST_STRICT = 20;

    ToolPlan {
        tools = List.copyOf(tools);
    }

    /** @throws ApiException with 400 where the choice leaves no tool */
    static ToolPlan of(ChatRequest chat, ModelTraits model, ToolNames names) {
        Parameters parameters = chat.parameters();
        Boolean parallel = parameters.bool("parallel_tool_calls");
        if (chat.tools().isEmpty()) {
            return withoutTools(chat, names);
        }
        ToolChoice asked = chat.toolChoice();
        boolean forced = isForced(asked);
        if (forced && !model.forcedTools()) {
            parameters.drop("tool_choice");
            parameters.drop("function_call");
        }
        List<Tool> tools = offered(chat.tools(), asked, model);
        if (tools.isEmpty()) {
            throw new ApiException(ApiErrors.badRequest(
                    "tool_choice", "Invalid 'tool_choice': it names none of the request's tools."));
        }
        Boolean alone = Boolean.FALSE.equals(parallel) ? Boolean.TRUE : null;
        ToolChoiceForm choice;
        if (asked instanceof ToolChoice.None) {
            choice = new ToolChoiceForm("none", null, null);
        } else if (forced && model.forcedTools()) {
            choice = asked instanceof ToolChoice.Named named
                    ? new ToolChoiceForm("tool", names.sent(named.name()), alone)
                    : new ToolChoiceForm("any", null, alone);
        } else {
            choice = alone == null ? null : new ToolChoiceForm("auto", null, alone);
        }
        boolean told = forced && !model.forcedTools();
        return new ToolPlan(forms(tools, model, names), choice, told ? instruction(tools, names) : null);
    }

    /** With a tool that must be called. */
    ToolPlan forcing(ToolForm tool) {
        List<ToolForm> all = new ArrayList<>(tools);
        all.add(tool);
        return new ToolPlan(all, new ToolChoiceForm("tool", tool.name(), true), instruction);
    }

    boolean forces() {
        return choice != null && (choice.type().equals("tool") || choice.type().equals("any"));
    }

    /** Calls in a conversation need tools in the request, even where the model is to call none. */
    private static ToolPlan withoutTools(ChatRequest chat, ToolNames names) {
        Set<String> called = new LinkedHashSet<>();
        for (Message message : chat.messages()) {
            if (message instanceof Message.Assistant assistant) {
                assistant.toolCalls().forEach(call -> called.add(names.sent(call.name())));
            }
        }
        List<ToolForm> tools = new ArrayList<>();
        called.forEach(name -> tools.add(new ToolForm(name, null, Schemas.ofObject(null), null, null)));
        return new ToolPlan(tools, tools.isEmpty() ? null : new ToolChoiceForm("none", null, null), null);
    }

    private static boolean isForced(ToolChoice asked) {
        return asked instanceof ToolChoice.Required
                || asked instanceof ToolChoice.Named
                || (asked instanceof ToolChoice.Allowed allowed && allowed.required());
    }

    /** A model that cannot be made to call the one tool is given no other. */
    private static List<Tool> offered(List<Tool> tools, ToolChoice asked, ModelTraits model) {
        if (asked instanceof ToolChoice.Allowed allowed) {
            return tools.stream()
                    .filter(tool -> allowed.names().contains(tool.name()))
                    .toList();
        }
        if (asked instanceof ToolChoice.Named named && !model.forcedTools()) {
            return tools.stream()
                    .filter(tool -> tool.name().equals(named.name()))
                    .toList();
        }
        return tools;
    }

    private static String instruction(List<Tool> tools, ToolNames names) {
        return tools.size() == 1
                ? "You must call the tool " + names.sent(tools.get(0).name()) + " now."
                : "You must call at least one of the tools now.";
    }

    private static List<ToolForm> forms(List<Tool> tools, ModelTraits model, ToolNames names) {
        List<SchemaForm> strict = model.schemas()
                ? tools.stream()
                        .filter(Tool::strict)
                        .map(tool -> new SchemaForm(Schemas.ofObject(tool.parameters())))
                        .toList()
                : List.of();
        boolean few = strict.size() <= MOST_STRICT && SchemaForm.areFew(strict);
        List<ToolForm> forms = new ArrayList<>(tools.size());
        int next = 0;
        for (Tool tool : tools) {
            SchemaForm form = tool.strict() && model.schemas() ? strict.get(next++) : null;
            boolean held = form != null && few && form.fits();
            forms.add(new ToolForm(
                    names.sent(tool.name()),
                    tool.description(),
                    form != null && held ? form.schema() : Schemas.ofObject(tool.parameters()),
                    held ? true : null,
                    CacheHint.ofNullable(tool.cache())));
        }
        return forms;
    }
}
