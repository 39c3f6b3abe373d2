package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.sse.SseLimitException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls for all choices of one answer, from their start to the one outcome that the sink hears. The first
 * to fail cancels the others. Event loop only.
 */
final class JoinedCall implements Call {

    private final AnswerSink sink;
    private final AnswerJoin join;
    private final Usage prompt;
    private final List<ChoiceSink> choices = new ArrayList<>();
    /** Those that were told to wait for the client, in the order in which they were. */
    private final Set<ChoiceSink> waiting = new LinkedHashSet<>();

    private int open;
    private boolean told;
    private boolean written;
    private boolean ended;

    /** @param prompt what each of the calls costs at least */
    JoinedCall(AnswerSink sink, AnswerJoin join, int choices, Usage prompt) {
        this.sink = sink;
        this.join = join;
        this.prompt = prompt;
        this.open = choices;
        for (int i = 0; i < choices; i++) {
            this.choices.add(new ChoiceSink(this, i));
        }
        sink.onDrain(this::wake);
    }

    /** Starts all calls, or as many as it takes for one to fail at once. */
    Call start(Provider provider, ChatCall request) {
        for (ChoiceSink choice : choices) {
            if (!ended) {
                choice.start(provider, request);
            }
        }
        return this;
    }

    boolean isOver() {
        return ended;
    }

    @Override
    public void cancel() {
        ended = true;
        choices.forEach(ChoiceSink::cancel);
    }

    @Override
    public @Nullable Usage billed() {
        Usage sum = null;
        for (ChoiceSink choice : choices) {
            Usage billed = choice.billed();
            sum = sum == null ? billed : billed == null ? sum : plus(sum, billed);
        }
        return sum;
    }

    /** All calls are for the same request: what one lacks, all lack. */
    void dropped(List<String> parameters) {
        if (!ended && !told && !written) {
            told = true;
            sink.dropped(parameters);
        }
    }

    void write(int choice, Buffer bytes) {
        if (ended) {
            return;
        }
        try {
            write(join.add(choice, bytes));
        } catch (MalformedJsonException | SseLimitException e) {
            fail(malformed(e));
        }
    }

    boolean isFull(ChoiceSink choice) {
        boolean full = join.isStreamed() && sink.isFull();
        if (full) {
            waiting.add(choice);
        }
        return full;
    }

    void ended() {
        open--;
        if (ended || open > 0) {
            return;
        }
        try {
            write(join.end(usage()));
        } catch (MalformedJsonException e) {
            fail(malformed(e));
            return;
        }
        ended = true;
        sink.end(usage());
    }

    void fail(Failure failure) {
        if (ended) {
            return;
        }
        ended = true;
        Usage billed = billed();
        choices.forEach(ChoiceSink::cancel);
        sink.fail(failure, billed);
    }

    private void write(Buffer bytes) {
        if (bytes.length() > 0) {
            written = true;
            sink.write(bytes, usage());
        }
    }

    /** Each goes on in its turn; those for whom the client has no room left are the first next time. */
    private void wake() {
        Iterator<ChoiceSink> next = List.copyOf(waiting).iterator();
        while (!ended && next.hasNext() && !sink.isFull()) {
            ChoiceSink choice = next.next();
            waiting.remove(choice);
            choice.drained();
        }
    }

    /** As far as it is known; of a call that has told nothing, that it was made. */
    private Usage usage() {
        Usage sum = Usage.reported(0, 0);
        for (ChoiceSink choice : choices) {
            Usage known = choice.usage();
            sum = plus(sum, known == null ? prompt : known);
        }
        return sum;
    }

    private static Usage plus(Usage one, Usage other) {
        return new Usage(
                one.promptTokens() + other.promptTokens(),
                one.completionTokens() + other.completionTokens(),
                one.estimated() || other.estimated());
    }

    private static Failure malformed(RuntimeException why) {
        return Failure.passing(ApiErrors.upstreamMalformed(
                "The answers to the calls for several choices could not be joined: " + why.getMessage()));
    }
}
