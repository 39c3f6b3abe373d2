package io.penstock.provider.echo.answer;

import io.penstock.shared.chat.FinishReasons;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice under way: takes its answer token by token until it ends, is cut, or is full. */
public final class EchoChoice {

    private final int index;
    private final EchoAnswer answer;
    private final Iterator<String> tokens;
    private final StopCut cut;
    private final long maxTokens;
    private long count;
    private @Nullable String finish;

    /** @param maxTokens -1 for no bound; a tool call has none */
    public EchoChoice(int index, EchoAnswer answer, List<String> stops, long maxTokens) {
        boolean isText = answer instanceof EchoAnswer.Text;
        this.index = index;
        this.answer = answer;
        this.tokens = answer.tokens();
        this.cut = new StopCut(isText ? stops : List.of());
        this.maxTokens = isText && maxTokens >= 0 ? maxTokens : Long.MAX_VALUE;
    }

    public int index() {
        return index;
    }

    /** Takes one token. Returns the text to send for it, empty where a stop may be in the making. */
    public String next() {
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
    public String finish() {
        return finish;
    }

    /** Tokens taken so far. */
    public long count() {
        return count;
    }
}
