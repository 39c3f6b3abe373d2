package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider whose calls are answered by the test. */
final class ScriptedCalls implements Provider {

    /** One call that was made. */
    static final class Made implements Call {
        final ChatCall request;
        final AnswerSink sink;
        boolean cancelled;
        int drains;

        @Nullable
        Usage billed;

        private Made(ChatCall request, AnswerSink sink) {
            this.request = request;
            this.sink = sink;
            sink.onDrain(() -> drains++);
        }

        void write(String text) {
            write(text, Usage.estimate(10, 1));
        }

        void write(String text, Usage soFar) {
            billed = soFar;
            sink.write(Buffer.buffer(text), soFar);
        }

        void end(Usage usage) {
            billed = usage;
            sink.end(usage);
        }

        void fail(Failure failure, @Nullable Usage usage) {
            billed = usage;
            sink.fail(failure, usage);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public @Nullable Usage billed() {
            return billed;
        }
    }

    final List<Made> calls = new ArrayList<>();
    /** What happens inside of each call, before it is handed out. */
    Consumer<Made> onCall = made -> {};

    Made call(int nth) {
        return calls.get(nth);
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        Made made = new Made(request, sink);
        calls.add(made);
        onCall.accept(made);
        return made;
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
