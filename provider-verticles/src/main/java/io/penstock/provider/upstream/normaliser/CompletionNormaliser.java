package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.normaliser.splice.CompletionFastPath;
import io.penstock.provider.upstream.normaliser.state.StreamIdentity;
import io.penstock.provider.upstream.normaliser.state.UsageTally;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One plain answer of an OpenAI-style provider, from its body with status 200 to the client's. The
 * model becomes the public name; of the rest only what is missing or wrong is changed. An answer in
 * which nothing is takes the fast path. Event loop only; used once.
 */
public final class CompletionNormaliser {

    /** What the body was. */
    public sealed interface Outcome {
        record Answer(Buffer body, Usage usage) implements Outcome {}

        /** @param billed null for an error that the provider sent in the place of its answer */
        record Failed(Failure failure, @Nullable Usage billed) implements Outcome {}
    }

    private final UpstreamErrors errors;
    private final String model;
    private final UsageTally usage;
    private final boolean fast;

    /** @param promptTokens counted or estimated, for a provider that reports none */
    public CompletionNormaliser(ChatPeek peek, long promptTokens, UpstreamErrors errors) {
        this(peek, promptTokens, errors, true);
    }

    /** @param fast false sends every answer down the slow path, to compare the two */
    CompletionNormaliser(ChatPeek peek, long promptTokens, UpstreamErrors errors, boolean fast) {
        this.errors = errors;
        this.model = peek.model();
        this.usage = new UsageTally(promptTokens);
        this.fast = fast;
    }

    public Outcome normalise(byte[] body) {
        var answer = fast ? new CompletionFastPath(body, model).take() : null;
        return answer == null ? rewrite(body) : new Outcome.Answer(answer.body(), answer.usage());
    }

    private Outcome rewrite(byte[] body) {
        try {
            RawObject answer = RawObject.read(body, 0, body.length);
            if (answer == null) {
                return malformed("no JSON object");
            }
            RawValue error = InBandErrors.in(answer);
            Failure failure = error == null ? null : errors.inBand(error.toBytes());
            usage.offer(RawObject.from(answer.get("usage")));
            return failure == null ? mend(answer) : failed(answer, failure);
        } catch (MalformedJsonException noJson) {
            return malformed("no valid JSON");
        }
    }

    private Outcome mend(RawObject answer) {
        RawArray choices = answer.array("choices");
        if (choices == null || choices.isEmpty()) {
            return malformed("no choices");
        }
        for (int i = 0; i < choices.size(); i++) {
            RawObject choice = choices.object(i);
            if (choice == null) {
                return malformed("a choice that is no object");
            }
            if (!WholeChoice.mend(choice, i, usage)) {
                return failed(
                        ApiErrors.upstreamTruncated("The provider's answer has neither content nor a finish_reason"));
            }
        }
        StreamIdentity identity = new StreamIdentity("chat.completion", model);
        identity.offer(answer);
        identity.stamp(answer);
        if (!usage.isAsReported()) {
            answer.put("usage", usage.report());
        }
        Buffer out = Buffer.buffer();
        answer.writeTo(out);
        return new Outcome.Answer(out, usage.usage());
    }

    /** An answer that ended with an error may hold what the model wrote before. */
    private Outcome failed(RawObject answer, Failure failure) {
        RawArray choices = answer.array("choices");
        for (int i = 0; choices != null && i < choices.size(); i++) {
            RawObject choice = choices.object(i);
            RawObject message = choice == null ? null : choice.object("message");
            usage.addText(message == null ? 0 : MessageMender.textBytes(message));
        }
        return new Outcome.Failed(failure, usage.isBegun() ? usage.usage() : null);
    }

    private Outcome malformed(String what) {
        return failed(ApiErrors.upstreamMalformed("The provider's answer is not as agreed: " + what));
    }

    private Outcome failed(ApiError error) {
        return new Outcome.Failed(Failure.passing(error), usage.usage());
    }
}
