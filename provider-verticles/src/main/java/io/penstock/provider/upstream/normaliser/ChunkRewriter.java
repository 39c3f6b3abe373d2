package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.normaliser.state.Choice;
import io.penstock.provider.upstream.normaliser.state.Choices;
import io.penstock.provider.upstream.normaliser.state.StreamIdentity;
import io.penstock.provider.upstream.normaliser.state.ToolCalls;
import io.penstock.provider.upstream.normaliser.state.UsageTally;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The slow path: any chunk, member by member. Each choice goes out in a chunk of its own; what
 * finishes a choice and the usage are kept until {@link #close()}.
 */
final class ChunkRewriter {

    private final StreamIdentity identity;
    private final Choices choices;
    private final UsageTally usage;
    private final ChunkOutput output;
    private final boolean includeUsage;
    private @Nullable RawObject usageChunk;

    ChunkRewriter(
            StreamIdentity identity, Choices choices, UsageTally usage, ChunkOutput output, boolean includeUsage) {
        this.identity = identity;
        this.choices = choices;
        this.usage = usage;
        this.output = output;
        this.includeUsage = includeUsage;
    }

    /** @throws MalformedJsonException where a part that must be an object or an array is none */
    void rewrite(RawObject chunk) {
        identity.offer(chunk);
        takeUsage(chunk);
        rewriteChoices(chunk);
        usage.chunkTaken();
    }

    private void rewriteChoices(RawObject chunk) {
        RawArray all = chunk.array("choices");
        if (all == null && chunk.get("choices") != null) {
            throw new MalformedJsonException("choices that are no array", 0);
        }
        if (all == null || all.isEmpty()) {
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            RawObject choice = all.object(i);
            if (choice == null) {
                throw new MalformedJsonException("a choice that is no object", 0);
            }
            RawObject single = chunk.copy();
            single.put("choices", RawArray.of(choice));
            rewrite(single, choice, i);
        }
    }

    /** All that must come before {@code [DONE]}; to be called once all choices have finished. */
    void close() {
        for (Choice choice : choices) {
            RawArray calls = choice.toolCalls().rest();
            if (!calls.isEmpty()) {
                RawObject delta = new RawObject();
                delta.put("tool_calls", calls);
                send(choice, chunkOf(choice, delta), delta, true);
            }
            Choice.Finish finish = choice.finish();
            if (finish != null) {
                finish.choice().put("finish_reason", RawValue.string(choice.reasonFor(finish.reason())));
                send(choice, finish.chunk(), MessageMender.deltaOf(finish.choice()), true);
            }
        }
        if (includeUsage) {
            RawObject last = usageChunk == null ? new RawObject() : usageChunk;
            last.put("choices", new RawArray());
            last.put("usage", usage.report());
            identity.stamp(last);
            boolean unused = output.offer(last, true);
        }
    }

    private void rewrite(RawObject chunk, RawObject json, int position) {
        Choice choice = choices.at(indexOf(json, position));
        RawValue given = json.value("index");
        if (given == null || !given.toString().equals(Integer.toString(choice.index()))) {
            json.putFirst("index", RawValue.number(choice.index()));
        }
        RawObject delta = MessageMender.deltaOf(json);
        usage.addText(MessageMender.textBytes(delta));
        if (delta.get("function_call") != null) {
            choice.calledFunction();
        }
        boolean emptied = rewriteToolCalls(choice, delta);
        boolean content = MessageMender.hasContent(delta);
        String reason = reasonOf(json);
        if (reason != null && choice.isFinishedBy(reason)) {
            choice.finish(content ? finishWithoutContent(reason, chunk, json) : new Choice.Finish(reason, chunk, json));
        }
        if (content || (reason == null && !emptied)) {
            unfinish(json);
            send(choice, chunk, delta, content);
        }
    }

    /** Returns true where the delta had calls and has none left to send. */
    private static boolean rewriteToolCalls(Choice choice, RawObject delta) {
        RawArray calls = delta.array("tool_calls");
        if (calls == null) {
            return false;
        }
        RawArray pieces = choice.toolCalls().rewrite(calls);
        if (pieces.isEmpty()) {
            delta.remove("tool_calls");
            return true;
        }
        delta.put("tool_calls", pieces);
        return false;
    }

    /** Content goes out at once, its finish when the stream ends. */
    private static Choice.Finish finishWithoutContent(String reason, RawObject chunk, RawObject json) {
        RawObject choice = json.copy();
        choice.put("delta", new RawObject());
        choice.remove("logprobs");
        RawObject finish = chunk.copy();
        finish.put("choices", RawArray.of(choice));
        return new Choice.Finish(reason, finish, choice);
    }

    private void send(Choice choice, RawObject chunk, RawObject delta, boolean content) {
        if (!choice.isOpened() && delta.text("role") == null) {
            delta.putFirst("role", RawValue.string("assistant"));
        }
        identity.stamp(chunk);
        if (output.offer(chunk, content)) {
            choice.open();
        }
    }

    private static RawObject chunkOf(Choice choice, RawObject delta) {
        RawObject json = new RawObject();
        json.put("index", RawValue.number(choice.index()));
        json.put("delta", delta);
        unfinish(json);
        RawObject chunk = new RawObject();
        chunk.put("choices", RawArray.of(json));
        return chunk;
    }

    private static void unfinish(RawObject choice) {
        if (!choice.has("finish_reason") || choice.get("finish_reason") != null) {
            choice.put("finish_reason", RawValue.NULL);
        }
    }

    /** Where usage can stand: at the top, in a choice (Moonshot), or in {@code x_groq}. */
    void takeUsage(RawObject chunk) {
        RawObject extension = RawObject.from(chunk.get("x_groq"));
        if (extension != null) {
            usage.offer(extension.object("usage"));
        }
        RawObject given = RawObject.from(chunk.get("usage"));
        usage.offer(given);
        RawArray all = chunk.array("choices");
        for (int i = 0; all != null && i < all.size(); i++) {
            RawObject choice = all.object(i);
            if (choice != null && choice.has("usage")) {
                usage.offer(choice.object("usage"));
                choice.remove("usage");
            }
        }
        if (given != null && (all == null || all.isEmpty())) {
            usageChunk = chunk;
        }
        if (!includeUsage || chunk.get("usage") != null) {
            chunk.remove("usage");
        }
    }

    private static long indexOf(RawObject choice, int position) {
        RawValue index = choice.value("index");
        long given = index == null ? -1 : ToolCalls.integer(index);
        return given < 0 ? position : given;
    }

    /** Null where the choice goes on; some servers write an empty string for that. */
    static @Nullable String reasonOf(RawObject choice) {
        RawValue reason = choice.value("finish_reason");
        return reason == null || (reason.isString() && !reason.isText()) ? null : reason.text();
    }
}
