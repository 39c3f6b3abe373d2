package io.penstock.provider.echo;

import io.penstock.provider.echo.answer.EchoAnswer;
import io.penstock.provider.echo.answer.EchoChoice;
import io.penstock.provider.upstream.ChunkWriter;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer as a stream: one token of each choice in turn, as a model samples them. */
final class EchoStream implements EchoWriter {

    private final ChunkWriter chunks;
    private final EchoAnswer answer;
    private final List<EchoChoice> running;
    private final long promptTokens;
    private final boolean includeUsage;
    private final int choices;
    private boolean opened;
    private long completionTokens;
    private boolean done;

    EchoStream(
            ChunkWriter chunks, EchoAnswer answer, List<EchoChoice> choices, long promptTokens, boolean includeUsage) {
        this.chunks = chunks;
        this.answer = answer;
        this.running = new ArrayList<>(choices);
        this.promptTokens = promptTokens;
        this.includeUsage = includeUsage;
        this.choices = choices.size();
    }

    @Override
    public void step() {
        running.removeIf(this::advance);
        if (running.isEmpty()) {
            if (includeUsage) {
                chunks.usage(usage());
            }
            chunks.done();
            done = true;
        }
    }

    /** Returns whether the choice has finished. */
    private boolean advance(EchoChoice choice) {
        long before = choice.count();
        String text = choice.next();
        String finish = choice.finish();
        completionTokens += choice.count() - before;
        if (!text.isEmpty() || finish != null) {
            open();
        }
        if (!text.isEmpty()) {
            if (answer instanceof EchoAnswer.Calling) {
                chunks.toolCallArguments(choice.index(), 0, text);
            } else {
                chunks.content(choice.index(), text);
            }
        }
        if (finish == null) {
            return false;
        }
        chunks.finish(choice.index(), finish);
        return true;
    }

    /** Opens all choices at once: openai-java takes an answer for complete once all choices seen have finished. */
    private void open() {
        for (int index = 0; !opened && index < choices; index++) {
            chunks.role(index);
            if (answer instanceof EchoAnswer.Calling call) {
                chunks.toolCallStart(index, 0, CompletionIds.toolCall(), call.name());
            }
        }
        opened = true;
    }

    @Override
    public boolean takesTime() {
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean isReady() {
        return chunks.length() > 0;
    }

    @Override
    public int length() {
        return chunks.length();
    }

    @Override
    public Buffer take() {
        return chunks.take();
    }

    @Override
    public Usage usage() {
        return Usage.reported(promptTokens, completionTokens);
    }
}
