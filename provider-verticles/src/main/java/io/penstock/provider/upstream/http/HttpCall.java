package io.penstock.provider.upstream.http;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One request to a provider, from the connection to the one outcome that its sink hears. Event loop
 * only. Every callback first asks whether the call has ended, since Vert.x may report one failure
 * through several handlers.
 *
 * <p>On the core client and not the Web Client: a call must be cancelled before the response's head
 * is there, and its response paused, and the Web Client gives no hold on either.
 */
public final class HttpCall implements Call {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCall.class);
    /** RFC 9113, section 7: the stream is no longer needed. */
    private static final long CANCEL = 8;
    /** How long an ended answer may take to end its response, so that the connection can be used again. */
    private static final long LINGER_MILLIS = 500;

    private static final long AFTER_FINISH_MILLIS = 2000;
    /** How long no more bytes may come of a connection that is gone until all of them have. */
    private static final long REST_MILLIS = 100;

    private static final int MAX_ERROR_BODY = 64 * 1024;

    /** Makes the reader of a response with status 2xx. */
    public interface Readers extends Function<HttpClientResponse, AnswerReader> {}

    private final Endpoint endpoint;
    private final String provider;
    private final AnswerSink sink;
    private final UpstreamErrors errors;
    private final Deadlines deadlines;
    private final boolean stream;
    private final Usage prompt;
    private final Readers readers;
    private final CallTimers timers;
    private Connections.@Nullable Connection connection;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable AnswerReader reader;
    private TimerWheel.Timer finishTimer = TimerWheel.Timer.NONE;
    private TimerWheel.Timer restTimer = TimerWheel.Timer.NONE;
    private long pieces;
    private boolean written;
    private boolean ended;
    private boolean responseEnded;
    private boolean holdsPlace;

    public HttpCall(Endpoint endpoint, AnswerSink sink, UpstreamErrors errors, ChatCall request, Readers readers) {
        this.endpoint = endpoint;
        this.provider = errors.provider();
        this.sink = sink;
        this.errors = errors;
        this.deadlines = request.deadlines();
        this.stream = request.peek().stream();
        this.prompt = Usage.estimate(request.promptEstimate(), 0);
        this.readers = readers;
        this.timers = new CallTimers(endpoint.timers(), deadlines, this::timedOut, sink::isFull);
        sink.onDrain(this::drained);
    }

    /** Sends the request once it is ready; one that cannot be made is the call's failure. */
    public HttpCall send(Future<Outgoing> outgoing) {
        outgoing.onComplete(made -> {
            if (ended) {
                return;
            }
            if (made.succeeded()) {
                var unused = send(made.result().options(), made.result().body());
            } else {
                fail(notMade(made.cause()));
            }
        });
        return this;
    }

    private Failure notMade(Throwable cause) {
        if (cause instanceof ApiException refused) {
            return Failure.lasting(refused.error());
        }
        boolean credentials = cause instanceof CredentialsException;
        LOG.atLevel(credentials ? Level.WARN : Level.ERROR)
                .setMessage("a request to a provider could not be made")
                .addKeyValue("provider", provider)
                .addKeyValue("why", String.valueOf(cause.getMessage()))
                .setCause(credentials ? null : cause)
                .log();
        return credentials
                ? errors.credentialsMissing()
                : Failure.internal(ApiErrors.internal("the request could not be translated"));
    }

    /** Sends the request, or fails where there is no place for it. */
    public HttpCall send(RequestOptions options, Buffer body) {
        holdsPlace = endpoint.places().take();
        if (!holdsPlace) {
            fail(ConnectionFailures.noPlace(provider));
            return this;
        }
        endpoint.connections().take(deadlines.connect()).onComplete(taken -> {
            if (taken.failed()) {
                leave();
                fail(ConnectionFailures.of(provider, taken.cause(), deadlines.connect()));
            } else if (ended) {
                leave();
                endpoint.connections().giveBack(taken.result(), null);
            } else {
                send(taken.result(), options, body);
            }
        });
        return this;
    }

    private void send(Connections.Connection connection, RequestOptions options, Buffer body) {
        this.connection = connection;
        connection.http().request(options).onComplete(made -> {
            if (made.failed()) {
                leave();
                endpoint.connections().discard(connection);
                broken(made.cause());
                return;
            }
            HttpClientRequest ready = made.result();
            request = ready;
            ready.exceptionHandler(this::broken);
            if (ended) {
                reset();
                return;
            }
            ready.response().onSuccess(head -> guarded(() -> head(head))).onFailure(this::broken);
            if (stream) {
                timers.sent();
            }
            ready.end(body).onSuccess(v -> written = true).onFailure(this::broken);
        });
    }

    @Override
    public void cancel() {
        if (!ended) {
            finish();
            reset();
        }
    }

    /**
     * A provider bills from the moment it has the request whole, unless it answers with an error's status. How
     * it took what was written cannot be known before its answer's head, and counts as taken.
     */
    @Override
    public @Nullable Usage billed() {
        if (reader != null) {
            return reader.usage();
        }
        return written && response == null ? prompt : null;
    }

    private void head(HttpClientResponse head) {
        response = head;
        if (ended) {
            return;
        }
        head.exceptionHandler(this::broken);
        int status = head.statusCode();
        if (status < 200 || status > 299) {
            collectError(head);
            return;
        }
        AnswerReader reader = readers.apply(head);
        this.reader = reader;
        head.handler(bytes -> guarded(() -> read(head, reader, bytes)));
        head.endHandler(v -> {
            responseEnded();
            guarded(() -> end(reader));
        });
        head.exceptionHandler(e -> {
            if (!ended && restTimer == TimerWheel.Timer.NONE) {
                awaitRest(e);
            }
        });
    }

    /**
     * Vert.x tells of a closed connection ahead of what came over it before: bytes, and perhaps the
     * proper end of the answer, wait behind a pause until the client has read on.
     */
    private void awaitRest(Throwable broken) {
        long before = pieces;
        restTimer = endpoint.timers().set(REST_MILLIS, () -> {
            if (sink.isFull() || pieces != before) {
                awaitRest(broken);
            } else {
                guarded(this::interrupted);
                broken(broken);
            }
        });
    }

    private void read(HttpClientResponse head, AnswerReader reader, Buffer bytes) {
        if (ended) {
            return;
        }
        pieces++;
        act(reader, reader.feed(bytes.getBytes()));
        if (ended) {
            return;
        }
        if (sink.isFull()) {
            head.pause();
        }
        if (reader.awaitsEnd() && finishTimer == TimerWheel.Timer.NONE) {
            awaitFormalities();
        }
    }

    private void awaitFormalities() {
        finishTimer = endpoint.timers().set(AFTER_FINISH_MILLIS, () -> {
            if (sink.isFull()) {
                // They may have come, into the response that waits for its client.
                awaitFormalities();
            } else {
                guarded(this::interrupted);
            }
        });
    }

    private void end(AnswerReader reader) {
        if (!ended) {
            act(reader, reader.end());
        }
    }

    /** No more may come; that does no harm where all that matters has. */
    private void interrupted() {
        if (!ended && reader != null) {
            act(reader, reader.interrupted());
        }
    }

    private void act(AnswerReader reader, AnswerReader.Outcome outcome) {
        Buffer ready = reader.take();
        if (outcome instanceof AnswerReader.Done done) {
            finish();
            linger();
            if (ready == null) {
                sink.end(done.usage());
            } else {
                sink.end(ready, done.usage());
            }
            return;
        }
        if (ready != null) {
            timers.progress();
            sink.write(ready, reader.usage());
        }
        if (outcome instanceof AnswerReader.Failed failed) {
            finish();
            reset();
            sink.fail(failed.failure(), failed.billed());
        }
    }

    /** A provider that sends nonsense may find a bug of ours: that costs this answer, and nothing else. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.atError()
                    .setMessage("reading an answer failed")
                    .addKeyValue("provider", provider)
                    .setCause(e)
                    .log();
            fail(Failure.passing(
                    ApiErrors.upstreamMalformed("The answer of the provider '" + provider + "' could not be read")));
        }
    }

    private void collectError(HttpClientResponse head) {
        MultiMap headers = head.headers();
        Buffer body = Buffer.buffer();
        Runnable done = () -> guarded(() -> fail(errors.of(head.statusCode(), headers, body.getBytes())));
        head.handler(bytes -> {
            body.appendBuffer(bytes, 0, Math.min(bytes.length(), MAX_ERROR_BODY - body.length()));
            if (body.length() == MAX_ERROR_BODY) {
                done.run();
            }
        });
        head.endHandler(v -> {
            responseEnded();
            done.run();
        });
        // The status says enough where the body breaks off, or does not come.
        head.exceptionHandler(e -> done.run());
        finishTimer = endpoint.timers().set(AFTER_FINISH_MILLIS, done);
    }

    private void drained() {
        if (!ended && response != null) {
            timers.progress();
            response.resume();
        }
    }

    private void timedOut(Failure.Cause deadline, long millis) {
        guarded(this::interrupted);
        fail(Failure.timeout(provider, deadline, millis));
    }

    private void broken(Throwable cause) {
        fail(
                response == null
                        ? ConnectionFailures.of(provider, cause, deadlines.connect())
                        : Failure.passing(ApiErrors.upstreamTruncated("The connection to the provider '" + provider
                                + "' broke before its answer was complete")));
    }

    private void fail(Failure failure) {
        if (!ended) {
            finish();
            reset();
            sink.fail(failure, billed());
        }
    }

    private void finish() {
        ended = true;
        timers.stop();
        finishTimer.cancel();
        restTimer.cancel();
    }

    /** Lets the response run out, for the sake of its connection; one that is held open is closed. */
    private void linger() {
        if (!responseEnded && response != null) {
            response.resume();
            finishTimer = endpoint.timers().set(LINGER_MILLIS, this::reset);
        }
    }

    private void responseEnded() {
        responseEnded = true;
        leave();
        finishTimer.cancel();
        if (connection != null && written) {
            endpoint.connections().giveBack(connection, response);
        } else if (connection != null) {
            // An answer to half a request: the other half has no use any more.
            endpoint.connections().discard(connection);
        }
    }

    private void leave() {
        if (holdsPlace) {
            holdsPlace = false;
            endpoint.places().release();
        }
    }

    /** Only while this call has the connection: one that was given back may serve another by now. */
    private void reset() {
        if (request != null && !responseEnded) {
            responseEnded = true;
            leave();
            var unused = request.reset(CANCEL);
            if (connection != null) {
                endpoint.connections().discard(connection);
            }
        }
    }
}
