package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A provider that is called once for each choice of an answer: at most 128 times, which the gateway sees to. */
public final class CallPerChoice implements Provider {

    /** Each call has the request's body in memory until it is sent. */
    private static final int MOST_BYTES = 128 * 1024 * 1024;

    private final Provider provider;

    public CallPerChoice(Provider provider) {
        this.provider = provider;
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        int choices = request.peek().choices();
        if (choices == 1) {
            return provider.call(request, sink);
        }
        AnswerJoin join = request.peek().stream()
                ? new StreamJoin(choices, request.peek().includeUsage())
                : new DocumentJoin(choices);
        JoinedCall call = new JoinedCall(sink, join, choices, Usage.estimate(request.promptEstimate(), 0));
        if (request.body().length > MOST_BYTES / choices) {
            call.fail(tooLarge(request));
            return call;
        }
        return call.start(provider, OneChoice.of(request));
    }

    private static Failure tooLarge(ChatCall request) {
        int length = request.body().length;
        return Failure.lasting(ApiErrors.badRequest(
                "n",
                "Invalid 'n': each choice is a call of its own at this provider, and a request of " + length
                        + " bytes can be sent " + MOST_BYTES / length + " times at once, not "
                        + request.peek().choices() + " times."));
    }

    @Override
    public boolean isFull() {
        return provider.isFull();
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        return provider.check(timeout);
    }

    @Override
    public Future<Void> close() {
        return provider.close();
    }
}
