package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.normaliser.state.Choices;
import io.penstock.provider.upstream.normaliser.state.StreamIdentity;
import io.penstock.provider.upstream.normaliser.state.UsageTally;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.sse.SseLimitException;
import io.penstock.shared.sse.SseParser;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an OpenAI-style provider, from its raw bytes to the client's events. Event loop only.
 *
 * <p>The caller feeds each upstream read, takes what is ready with {@link #take()}, then acts on the
 * outcome; bytes taken with an outcome come before its end or failure. While {@link #awaitsEnd()} is
 * true it runs a timer of at most 2 s and calls {@link #finishDue()} when that fires.
 *
 * <p>A choice's finish is sent when the stream ends, so that it is always the choice's last chunk.
 * Without one for every choice that started the stream has failed, however cleanly it ended.
 */
public final class ChunkNormaliser {

    /** Where the stream stands. Once {@link Finished} or {@link Failed}, it stays so and input is ignored. */
    public sealed interface Outcome {
        record Going() implements Outcome {}

        record Finished(Usage usage) implements Outcome {}

        /**
         * @param failure never to be retried once content was released
         * @param billed null for an error that the provider sent in the place of its answer
         */
        record Failed(Failure failure, @Nullable Usage billed) implements Outcome {}
    }

    private static final Outcome GOING = new Outcome.Going();
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final UpstreamErrors errors;
    private final SseParser parser = new SseParser(this::event);
    private final UsageTally usage;
    private final Choices choices;
    private final ChunkOutput output = new ChunkOutput();
    private final ChunkRewriter rewriter;
    private final FastPath fastPath;
    private final boolean fast;

    private Outcome outcome = GOING;
    private boolean cutShort;
    private long fastChunks;

    /** @param promptTokens counted or estimated, for a provider that reports none */
    public ChunkNormaliser(ChatPeek peek, long promptTokens, UpstreamErrors errors) {
        this(peek, promptTokens, errors, true);
    }

    /** @param fast false sends every chunk down the slow path, to compare the two */
    ChunkNormaliser(ChatPeek peek, long promptTokens, UpstreamErrors errors, boolean fast) {
        this.errors = errors;
        this.fast = fast;
        StreamIdentity identity = new StreamIdentity("chat.completion.chunk", peek.model());
        usage = new UsageTally(promptTokens);
        choices = new Choices(peek.choices(), usage);
        rewriter = new ChunkRewriter(identity, choices, usage, output, peek.includeUsage());
        fastPath = new FastPath(identity, choices, usage, output, peek.includeUsage());
    }

    /**
     * The next bytes from upstream, cut anywhere; they may be reused afterwards.
     *
     * @param to exclusive
     */
    public Outcome feed(byte[] bytes, int from, int to) {
        if (outcome == GOING) {
            output.expect(to - from);
            parse(() -> parser.feed(bytes, from, to));
        }
        return outcome;
    }

    /** The upstream's body has ended. Never leaves the stream going. */
    public Outcome endOfInput() {
        if (outcome == GOING) {
            cutShort = parser.isInsideLine();
            parse(parser::finish);
        }
        if (outcome == GOING) {
            end();
        }
        return outcome;
    }

    /** True when every choice asked for has finished and only usage or {@code [DONE]} can follow. */
    public boolean awaitsEnd() {
        return outcome == GOING && choices.areComplete();
    }

    /**
     * Ends the stream if all choices seen have finished; no effect otherwise. For the timer after the
     * finish, and for an idle deadline or a broken connection before they count as failures.
     */
    public Outcome finishDue() {
        if (outcome == GOING && choices.areFinished()) {
            end();
        }
        return outcome;
    }

    /** Events ready for the client, or null where there are none: before the first content none are. */
    public @Nullable Buffer take() {
        return output.take();
    }

    /** Of what has come so far; what was {@link Outcome.Finished} costs what its outcome says. */
    public Usage usage() {
        return outcome instanceof Outcome.Finished finished ? finished.usage() : usage.soFar();
    }

    /** How many chunks took the fast path: for tests and benchmarks, which must know what they look at. */
    public long fastChunks() {
        return fastChunks;
    }

    private void parse(Runnable step) {
        try {
            step.run();
        } catch (SseLimitException tooLong) {
            fail(malformed("an event longer than " + SseParser.MAX_EVENT_BYTES + " bytes"));
        }
    }

    private void event(byte[] buffer, int dataStart, int dataEnd, @Nullable String name) {
        int start = dataStart;
        int end = dataEnd;
        while (start < end && isSpace(buffer[start])) {
            start++;
        }
        while (start < end && isSpace(buffer[end - 1])) {
            end--;
        }
        if (outcome != GOING) {
            return;
        }
        if ("error".equals(name)) {
            failInBand(errors.inBand(Arrays.copyOfRange(buffer, start, end)));
        } else if (start == end) {
            return;
        } else if (Arrays.equals(buffer, start, end, DONE, 0, DONE.length)) {
            end();
        } else {
            try {
                chunk(buffer, start, end);
            } catch (MalformedJsonException noChunk) {
                // A last event cut short is the connection's fault, not the provider's grammar. Behind the
                // finish it is no loss of the answer, no more than an end without [DONE] is.
                if (cutShort) {
                    end();
                } else {
                    fail(malformed("an event that is no chunk"));
                }
            }
        }
    }

    private void chunk(byte[] buffer, int start, int end) {
        if (fast && fastPath.takeAlike(buffer, start, end)) {
            fastChunks++;
        } else if (hasLineEnd(buffer, start, end)) {
            byte[] oneLine = Arrays.copyOfRange(buffer, start, end);
            // Between tokens a line end is white space; inside a string it is an error, found here.
            new JsonCursor(oneLine).skip();
            for (int i = 0; i < oneLine.length; i++) {
                oneLine[i] = oneLine[i] == '\n' ? (byte) ' ' : oneLine[i];
            }
            chunkOfOneLine(oneLine, 0, oneLine.length);
        } else {
            chunkOfOneLine(buffer, start, end);
        }
    }

    private void chunkOfOneLine(byte[] buffer, int start, int end) {
        if (fast && fastPath.take(buffer, start, end)) {
            fastChunks++;
            return;
        }
        byte[] own = Arrays.copyOfRange(buffer, start, end);
        RawObject chunk = RawObject.read(own, 0, own.length);
        if (chunk == null) {
            throw new MalformedJsonException("no object", 0);
        }
        RawValue error = InBandErrors.in(chunk);
        if (error != null) {
            Failure failure = errors.inBand(error.toBytes());
            rewriter.takeUsage(chunk);
            usage.chunkTaken();
            failInBand(failure);
        } else {
            rewriter.rewrite(chunk);
        }
    }

    private void end() {
        if (!choices.areFinished()) {
            fail(truncated());
            return;
        }
        rewriter.close();
        output.done();
        outcome = new Outcome.Finished(usage.usage());
    }

    private void fail(Failure failure) {
        fail(failure, usage.soFar());
    }

    private void failInBand(Failure failure) {
        fail(failure, output.isReleased() || usage.isBegun() ? usage.soFar() : null);
    }

    private void fail(Failure failure, @Nullable Usage billed) {
        if (output.isReleased()) {
            outcome = new Outcome.Failed(failure.with(Failure.Retry.NEVER), billed);
        } else {
            output.discard();
            outcome = new Outcome.Failed(failure, billed);
        }
    }

    private Failure truncated() {
        return Failure.passing(ApiErrors.upstreamTruncated(
                "The stream of the provider '" + errors.provider() + "' ended before the answer did"));
    }

    private Failure malformed(String what) {
        return Failure.passing(
                ApiErrors.upstreamMalformed("The stream of the provider '" + errors.provider() + "' has " + what));
    }

    private static boolean hasLineEnd(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t';
    }
}
