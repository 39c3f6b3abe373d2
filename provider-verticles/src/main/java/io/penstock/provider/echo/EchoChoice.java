package io.penstock.provider.echo;

import io.penstock.shared.chat.FinishReasons;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice under way: takes its answer token by token until it ends, is cut, or is full. */
final class EchoChoice {

    private final int index;
    private final EchoAnswer answer;
    private final Iterator<String> tokens;
    private final StopCut cut;
    private final long maxTokens;
    private long count;
    private @Nullable String finish;

    /** @param maxTokens -1 for no bound; a tool call has none */
    EchoChoice(int index, EchoAnswer answer, List<String> stops, long maxTokens) {
        boolean isText = answer instanceof EchoAnswer.Text;
        this.index = index;
        this.answer = answer;
        this.tokens = answer.tokens();
        this.cut = new StopCut(isText ? stops : List.of());
        this.maxTokens = isText && maxTokens >= 0 ? maxTokens : Long.MAX_VALUE;
    }

    int index() {
        return index;
    }

    /** Takes one token. Returns the text to send for it, empty where a stop may be in the making. */
    String next() {
        String text = "";
        if (tokens.hasNext()) {
            count++;
            text = cut.push(tokens.next());
        }
        if (cut.hit()) {
            finish = FinishReasons.STOP;
        } else if (!tokens.hasNext()) {
            finish = answer instanceof EchoAnswer.Text ? FinishReasons.STOP : FinishReasons.TOOL_CALLS;
            text += cut.rest();
        } else if (count == maxTokens) {
            finish = FinishReasons.LENGTH;
            text += cut.rest();
        }
        return text;
    }

    /** Null while the choice goes on. */
    @Nullable
    String finish() {
        return finish;
    }

    /** Tokens taken so far. */
    long count() {
        return count;
    }
}
