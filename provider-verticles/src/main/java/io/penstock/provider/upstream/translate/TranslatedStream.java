package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.sse.SseLimitException;
import io.penstock.shared.sse.SseParser;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a streamed answer: its bytes are cut into events, each is mapped, and what the mapper tells
 * becomes chunks. An answer without a finish for each choice that began has failed, however cleanly its
 * stream ended.
 */
final class TranslatedStream implements AnswerReader {

    private final StreamedAnswer answer;
    private final EventMapper mapper;
    private final UpstreamErrors errors;
    private final Framing framing;
    private Outcome outcome = Going.INSTANCE;
    private boolean cutShort;

    TranslatedStream(StreamedAnswer answer, Framing.Factory framing, EventMapper mapper, UpstreamErrors errors) {
        this.answer = answer;
        this.mapper = mapper;
        this.errors = errors;
        this.framing = framing.open(this::event);
    }

    @Override
    public Outcome feed(byte[] bytes) {
        if (isGoing()) {
            parse(() -> framing.feed(bytes));
        }
        return outcome;
    }

    @Override
    public Outcome end() {
        if (isGoing()) {
            cutShort = framing.isInside();
            parse(framing::finish);
        }
        if (isGoing()) {
            complete();
        }
        return outcome;
    }

    @Override
    public Outcome interrupted() {
        if (isGoing() && answer.isFinished()) {
            complete();
        }
        return outcome;
    }

    @Override
    public @Nullable Buffer take() {
        return answer.take();
    }

    @Override
    public Usage usage() {
        return outcome instanceof Done done ? done.usage() : answer.soFar();
    }

    @Override
    public boolean awaitsEnd() {
        return isGoing() && answer.isComplete();
    }

    private boolean isGoing() {
        return outcome == Going.INSTANCE;
    }

    private void parse(Runnable step) {
        try {
            step.run();
        } catch (SseLimitException tooLong) {
            malformed("an event longer than " + SseParser.MAX_EVENT_BYTES + " bytes");
        } catch (BrokenFrameException broken) {
            malformed(String.valueOf(broken.getMessage()));
        }
    }

    private void event(byte[] data, int start, int end, @Nullable String name) {
        if (!isGoing() || start == end) {
            return;
        }
        try {
            Step step = mapper.event(name, data, start, end);
            if (step instanceof Step.End) {
                complete();
            } else if (step instanceof Step.Error error) {
                boolean nothing = !answer.isReleased() && !answer.isBegun();
                fail(errors.inBand(error.error()), nothing ? null : answer.soFar());
            }
        } catch (IOException notInForm) {
            // A last event cut short is the connection's fault, not the provider's grammar.
            if (cutShort) {
                complete();
            } else {
                malformed("an event that is not in the provider's form");
            }
        }
    }

    private void complete() {
        if (answer.isFinished()) {
            answer.close();
            outcome = new Done(answer.total());
        } else {
            fail(
                    Failure.passing(ApiErrors.upstreamTruncated(
                            "The stream of the provider '" + errors.provider() + "' ended before the answer did")),
                    answer.soFar());
        }
    }

    private void malformed(String what) {
        fail(
                Failure.passing(ApiErrors.upstreamMalformed(
                        "The stream of the provider '" + errors.provider() + "' has " + what)),
                answer.soFar());
    }

    private void fail(Failure failure, @Nullable Usage billed) {
        boolean seen = answer.isReleased();
        if (!seen) {
            answer.discard();
        }
        outcome = new Failed(seen ? failure.with(Failure.Retry.NEVER) : failure, billed);
    }
}
