package io.penstock.provider.echo;

import io.penstock.provider.echo.answer.EchoAnswer;
import io.penstock.provider.echo.answer.EchoChoice;
import io.penstock.provider.echo.answer.Instruction;
import io.penstock.provider.echo.request.EchoRequest;
import io.penstock.provider.echo.request.EchoRequestReader;
import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.ChunkWriter;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.CompletionWriter;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a model would, without a network and always the same; see the package's description
 * for what it understands. It reads the request on the event loop, in time linear in the body
 * (some 100 ms for 32 MiB): fit for trying out and for tests, not for serving strangers.
 */
public final class EchoProvider implements Provider {

    private static final Call REFUSED = new Call() {
        @Override
        public void cancel() {}

        @Override
        public @Nullable Usage billed() {
            return null;
        }
    };

    private final Vertx vertx;
    private final long delayMillis;

    /** @param delay before each token; zero for an answer as fast as it is read, else at least 1 ms */
    public EchoProvider(Vertx vertx, Duration delay) {
        if (delay.isNegative() || (!delay.isZero() && delay.toMillis() == 0)) {
            throw new IllegalArgumentException("a delay is zero or at least 1 ms: " + delay);
        }
        this.vertx = vertx;
        this.delayMillis = delay.toMillis();
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        EchoRequest read;
        try {
            read = EchoRequestReader.read(request.body());
        } catch (ApiException e) {
            return refuse(sink, Failure.lasting(e.error()));
        } catch (MalformedJsonException e) {
            return refuse(sink, Failure.lasting(ApiErrors.badRequest(null, e.getMessage())));
        }
        EchoCall call = new EchoCall(vertx, writer(request, read), sink, delayMillis);
        call.start();
        return call;
    }

    private static Call refuse(AnswerSink sink, Failure failure) {
        sink.fail(failure, null);
        return REFUSED;
    }

    private static EchoWriter writer(ChatCall request, EchoRequest read) {
        EchoAnswer answer = Instruction.answer(read);
        List<EchoChoice> choices = IntStream.range(0, request.peek().choices())
                .mapToObj(i ->
                        new EchoChoice(i, answer, read.stops(), request.peek().maxTokens()))
                .toList();
        String id = CompletionIds.completion();
        long created = System.currentTimeMillis() / 1000;
        String model = request.publicModel();
        if (request.peek().stream()) {
            ChunkWriter chunks = new ChunkWriter(id, created, model);
            boolean includeUsage = request.peek().includeUsage();
            return new EchoStream(chunks, answer, choices, read.promptTokens(), includeUsage);
        }
        return new EchoDocument(new CompletionWriter(id, created, model), answer, choices, read.promptTokens());
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
