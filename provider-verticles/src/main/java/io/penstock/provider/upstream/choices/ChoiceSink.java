package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the answer to the call for one choice goes. Event loop only. */
final class ChoiceSink implements AnswerSink {

    private final JoinedCall whole;
    private final int index;
    private @Nullable Call call;
    private @Nullable Usage usage;
    private boolean over;
    private Runnable onDrain = () -> {};

    ChoiceSink(JoinedCall whole, int index) {
        this.whole = whole;
        this.index = index;
    }

    void start(Provider provider, ChatCall request) {
        call = provider.call(request, this);
        if (whole.isOver()) {
            call.cancel();
        }
    }

    void cancel() {
        if (call != null) {
            call.cancel();
        }
    }

    /** As its answer told it last; null where it has told nothing. */
    @Nullable
    Usage usage() {
        return usage;
    }

    @Nullable
    Usage billed() {
        return over || call == null ? usage : call.billed();
    }

    void drained() {
        onDrain.run();
    }

    @Override
    public void dropped(List<String> parameters) {
        whole.dropped(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage soFar) {
        usage = soFar;
        whole.write(index, bytes);
    }

    @Override
    public boolean isFull() {
        return whole.isFull(this);
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
    }

    @Override
    public void end(Usage total) {
        over = true;
        usage = total;
        whole.ended();
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        over = true;
        usage = billed;
        whole.fail(failure);
    }
}
