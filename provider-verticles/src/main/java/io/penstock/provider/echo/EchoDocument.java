package io.penstock.provider.echo;

import io.penstock.provider.echo.answer.EchoAnswer;
import io.penstock.provider.echo.answer.EchoChoice;
import io.penstock.provider.upstream.AnswerMessage;
import io.penstock.provider.upstream.AnswerMessage.ToolCall;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.CompletionWriter;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** Writes an answer as one document, choice after choice. */
final class EchoDocument implements EchoWriter {

    private final CompletionWriter document;
    private final EchoAnswer answer;
    private final Iterator<EchoChoice> following;
    private final long promptTokens;
    private EchoChoice choice;
    private long completionTokens;
    private boolean done;

    /** @param choices at least one */
    EchoDocument(CompletionWriter document, EchoAnswer answer, List<EchoChoice> choices, long promptTokens) {
        this.document = document;
        this.answer = answer;
        this.following = choices.iterator();
        this.choice = following.next();
        this.promptTokens = promptTokens;
    }

    @Override
    public void step() {
        boolean isText = answer instanceof EchoAnswer.Text;
        if (isText && choice.count() == 0) {
            document.openText(choice.index());
        }
        String text = choice.next();
        if (isText) {
            document.text(text);
        }
        String finish = choice.finish();
        if (finish != null) {
            close(finish);
        }
    }

    private void close(String finish) {
        if (answer instanceof EchoAnswer.Calling call) {
            ToolCall whole = new ToolCall(CompletionIds.toolCall(), call.name(), call.arguments());
            document.choice(choice.index(), AnswerMessage.calling(whole), finish);
        } else {
            document.closeText(finish);
        }
        completionTokens += choice.count();
        if (following.hasNext()) {
            choice = following.next();
        } else {
            done = true;
            document.end(usage());
        }
    }

    /** A model samples all choices at the same time, so that only the first takes any. */
    @Override
    public boolean takesTime() {
        return choice.index() == 0;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean isReady() {
        return false;
    }

    @Override
    public int length() {
        return document.length();
    }

    @Override
    public Buffer take() {
        return document.take();
    }

    @Override
    public Usage usage() {
        return Usage.reported(promptTokens, completionTokens + (done ? 0 : choice.count()));
    }
}
