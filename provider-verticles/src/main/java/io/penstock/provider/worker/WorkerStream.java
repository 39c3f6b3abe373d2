package io.penstock.provider.worker;

import io.penstock.provider.health.CircuitCall;
import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.Provider;
import io.penstock.shared.bus.AnswerReceiver;
import io.penstock.shared.bus.AnswerSender;
import io.penstock.shared.bus.BodyReceiver;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.Outbox;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt in a worker: its body comes in, the provider is called, the answer goes out. Ends in
 * exactly one way (answered, failed, cancelled) and then tells its owner. The target's circuit hears how it
 * went as soon as the provider has said so, however slow the client takes the rest. Event loop only.
 */
final class WorkerStream implements AnswerSink {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerStream.class);
    /** The gateway keeps the total deadline; should its CANCEL be lost, this much later the worker does. */
    private static final long GRACE_MILLIS = 2000;
    /** So long the gateway need not hear that the attempt is under way: most likely it will hear the answer. */
    private static final long ACCEPT_MILLIS = 500;

    private final Provider provider;
    private final CircuitCall circuit;
    private final Frame.Open open;
    private final Consumer<WorkerStream> onClosed;
    private final AnswerSender sender;
    private final BodyReceiver body;
    private final TimerWheel timers;
    private final Outbox outbox;
    private final TimerWheel.Timer guard;
    private TimerWheel.Timer sayAccepted = TimerWheel.Timer.NONE;
    private boolean acceptedSaid;
    private @Nullable Call call;
    private boolean closed;

    WorkerStream(
            TimerWheel timers,
            Outbox outbox,
            Provider provider,
            CircuitCall circuit,
            Frame.Open open,
            Consumer<WorkerStream> onClosed) {
        this.timers = timers;
        this.outbox = outbox;
        this.provider = provider;
        this.circuit = circuit;
        this.open = open;
        this.onClosed = onClosed;
        this.sender = new AnswerSender(open.stream(), open.credit(), this::send);
        this.body = new BodyReceiver(
                open.bodyLength(), open.piece(), total -> send(new Frame.BodyCredit(open.stream(), total)));
        this.guard = timers.set(open.deadlines().total() + GRACE_MILLIS, this::cancel);
    }

    long id() {
        return open.stream();
    }

    String gatewayNode() {
        return open.gatewayNode();
    }

    /** Calls the provider if the body is here already. */
    void begin() {
        byte[] whole = body.whole();
        if (whole == null) {
            accept();
            return;
        }
        sayAccepted = timers.set(ACCEPT_MILLIS, this::accept);
        try {
            ChatCall request =
                    new ChatCall(whole, open.peek(), open.promptTokens(), open.upstreamModel(), open.deadlines());
            call = provider.call(request, this);
            if (closed) {
                call.cancel();
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setMessage("a provider's call threw")
                    .addKeyValue("model", open.upstreamModel())
                    .setCause(e)
                    .log();
            fail(Failure.internal(ApiErrors.internal(Long.toHexString(open.stream()))), null);
        }
    }

    private void accept() {
        if (!closed && !acceptedSaid) {
            acceptedSaid = true;
            outbox.send(open.gatewayNode(), open.replyTo(), new Frame.Accepted(open.stream()));
        }
    }

    void receive(Frame.ToWorker frame) {
        if (frame instanceof Frame.Credit credit) {
            sender.grant(credit.total());
        } else if (frame instanceof Frame.Cancel cancel) {
            if (cancel.reason() == Frame.Cancel.Reason.TOO_SLOW) {
                circuit.tooSlow();
            }
            cancel();
        } else if (frame instanceof Frame.Body piece && call == null) {
            if (body.accept(piece)) {
                begin();
            } else {
                abort(AnswerReceiver.lost("a piece of the request is missing"));
            }
        }
    }

    /** Ends the provider's request; nothing more is sent. */
    void cancel() {
        if (!closed) {
            circuit.dropped();
            sender.cancel();
            close();
        }
    }

    /** Ends the provider's request and tells the gateway why. */
    void abort(Failure failure) {
        circuit.failed(failure);
        Usage billed = call == null ? null : call.billed();
        if (call != null) {
            call.cancel();
        }
        sender.abort(failure, billed);
    }

    @Override
    public void dropped(List<String> parameters) {
        sender.dropped(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage soFar) {
        circuit.content();
        sender.write(bytes, soFar);
    }

    @Override
    public boolean isFull() {
        return sender.isFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        sender.onDrain(handler);
    }

    @Override
    public void end(Usage usage) {
        circuit.answered();
        sender.end(usage);
    }

    @Override
    public void end(Buffer last, Usage usage) {
        circuit.content();
        circuit.answered();
        sender.end(last, usage);
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        circuit.failed(failure);
        sender.fail(failure, billed);
    }

    private void send(Frame frame) {
        sayAccepted.cancel();
        outbox.send(open.gatewayNode(), open.replyTo(), frame);
        if (frame instanceof Frame.End || frame instanceof Frame.Fail) {
            close();
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        guard.cancel();
        sayAccepted.cancel();
        if (call != null) {
            call.cancel();
        }
        onClosed.accept(this);
    }
}
