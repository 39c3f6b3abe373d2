package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.normaliser.state.Choice;
import io.penstock.provider.upstream.normaliser.state.ToolCalls;
import io.penstock.provider.upstream.normaliser.state.UsageTally;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.FinishReasons;
import io.penstock.shared.chat.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Mends one choice of a plain answer in place. */
final class WholeChoice {

    private WholeChoice() {}

    /**
     * A message that is there but has no finish_reason gets {@code stop}: the JSON is whole, so nothing
     * was lost on the way.
     *
     * @return false where the choice has neither content nor a finish_reason, and so is no answer
     */
    static boolean mend(RawObject choice, int position, UsageTally usage) {
        RawObject message = messageOf(choice);
        MessageMender.mend(message);
        usage.addText(MessageMender.textBytes(message));
        RawArray calls = message.array("tool_calls");
        if (calls == null || calls.isEmpty()) {
            // Mistral has null for none, vLLM an empty list.
            message.remove("tool_calls");
        }
        for (int i = 0; calls != null && i < calls.size(); i++) {
            usage.addText(mendCall(ToolCalls.piece(calls, i)));
        }
        String reason = ChunkRewriter.reasonOf(choice);
        if (reason == null && !MessageMender.hasContent(message)) {
            return false;
        }
        String finish = Choice.reasonFor(
                reason == null ? FinishReasons.STOP : reason,
                calls != null && !calls.isEmpty(),
                message.get("function_call") != null);
        if (!finish.equals(reason)) {
            choice.put("finish_reason", RawValue.string(finish));
        }
        if (choice.value("index") == null) {
            choice.putFirst("index", RawValue.number(position));
        }
        putNullIfAbsent(choice, "logprobs");
        return true;
    }

    /** The API has it in every answer, and typed clients count on it. */
    private static void putNullIfAbsent(RawObject object, String name) {
        if (!object.has(name)) {
            object.put(name, RawValue.NULL);
        }
    }

    private static RawObject messageOf(RawObject choice) {
        RawObject message = choice.object("message");
        if (message == null && choice.get("message") != null) {
            throw new MalformedJsonException("a message that is no object", 0);
        }
        if (message == null) {
            message = new RawObject();
            RawValue text = choice.value("text");
            message.put("content", text == null ? RawValue.NULL : text);
            choice.remove("text");
            choice.put("message", message);
        }
        if (message.text("role") == null) {
            message.putFirst("role", RawValue.string("assistant"));
        }
        putNullIfAbsent(message, "content");
        putNullIfAbsent(message, "refusal");
        return message;
    }

    /** Returns the length of the arguments, or of a custom tool's input. */
    private static long mendCall(RawObject call) {
        RawObject custom = call.object("custom");
        RawObject function = call.object("function");
        if (call.text("type") == null) {
            call.putFirst("type", RawValue.string(custom == null ? "function" : "custom"));
        }
        if (ToolCalls.idOf(call) == null) {
            call.putFirst("id", RawValue.string(CompletionIds.toolCall()));
        }
        if (function == null) {
            return custom == null ? 0 : MessageMender.textBytes(custom, "input");
        }
        return mendArguments(function, function.value("arguments"));
    }

    private static long mendArguments(RawObject function, @Nullable RawValue arguments) {
        if (arguments == null || (arguments.isString() && !arguments.isText())) {
            function.put("arguments", RawValue.string("{}"));
            return 0;
        }
        if (!arguments.isString()) {
            function.put("arguments", arguments.quoted());
        }
        return MessageMender.textBytes(function, "arguments");
    }
}
