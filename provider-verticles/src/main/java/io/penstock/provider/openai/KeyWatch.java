package io.penstock.provider.openai;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A sink that learns from a refused key: while another one is left, the same target is worth a try at once. */
final class KeyWatch implements AnswerSink {

    private final AnswerSink sink;
    private final BooleanSupplier broke;

    /** @param broke is called when the key was refused, and says whether another is left */
    KeyWatch(AnswerSink sink, BooleanSupplier broke) {
        this.sink = sink;
        this.broke = broke;
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        if ("provider_auth".equals(failure.error().code()) && broke.getAsBoolean()) {
            sink.fail(failure.with(failure.error().withRetryAfter(0)).with(Failure.Retry.ANYWHERE), billed);
        } else {
            sink.fail(failure, billed);
        }
    }

    @Override
    public void write(Buffer bytes, Usage soFar) {
        sink.write(bytes, soFar);
    }

    @Override
    public boolean isFull() {
        return sink.isFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        sink.onDrain(handler);
    }

    @Override
    public void end(Usage usage) {
        sink.end(usage);
    }
}
