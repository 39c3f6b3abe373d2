package io.penstock.provider.upstream.keys;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that tells a key's owner how the provider took it, and whose failures have all keys in view. Event loop only. */
public final class KeyWatch implements AnswerSink {

    private final AnswerSink sink;
    private final KeyLease lease;
    private boolean content;

    private KeyWatch(AnswerSink sink, KeyLease lease) {
        this.sink = sink;
        this.lease = lease;
    }

    /** @param lease null where the call uses no key */
    public static AnswerSink over(AnswerSink sink, @Nullable KeyLease lease) {
        return lease == null ? sink : new KeyWatch(sink, lease);
    }

    @Override
    public void dropped(List<String> parameters) {
        sink.dropped(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage soFar) {
        worked();
        sink.write(bytes, soFar);
    }

    @Override
    public void end(Usage usage) {
        worked();
        sink.end(usage);
    }

    @Override
    public void end(Buffer last, Usage usage) {
        worked();
        sink.end(last, usage);
    }

    private void worked() {
        if (!content) {
            content = true;
            lease.worked();
        }
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        sink.fail(lease.failed(failure), billed);
    }

    @Override
    public boolean isFull() {
        return sink.isFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        sink.onDrain(handler);
    }
}
