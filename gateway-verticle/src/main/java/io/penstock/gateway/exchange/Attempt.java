package io.penstock.gateway.exchange;

import io.penstock.shared.beat.WorkerRef;
import io.penstock.shared.bus.AnswerReceiver;
import io.penstock.shared.bus.BodySender;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: it is offered to workers until one accepts, then its answer comes in. Event loop
 * only.
 */
public final class Attempt implements AnswerReceiver.Listener {

    private final Exchange exchange;
    private final long id;
    private final AttemptRequest request;
    private final AttemptListener listener;
    private final AnswerReceiver answer;
    private final BodySender body;
    private final byte[] firstPiece;
    /** Worker addresses, and nodes that leave the target alone in all their workers. */
    private final Set<String> refusedBy = new HashSet<>();

    private @Nullable WorkerRef worker;
    private @Nullable ApiError refusal;
    /** Whether one of them refused since it leaves the target alone. */
    private boolean tripped;

    private boolean accepted;
    private boolean endedByWorker;
    private boolean done;
    private TimerWheel.Timer openTimer = TimerWheel.Timer.NONE;
    private long heardAt = System.nanoTime();

    Attempt(Exchange exchange, long id, AttemptRequest request, AttemptListener listener) {
        this.exchange = exchange;
        this.id = id;
        this.request = request;
        this.listener = listener;
        this.answer = new AnswerReceiver(this, total -> sendCredit(), Usage.estimate(request.promptEstimate(), 0));
        this.body = new BodySender(id, request.body(), this::send);
        this.firstPiece = body.first();
    }

    /** The client took so many bytes of the answer: the worker may send as many more. */
    public void taken(int bytes) {
        answer.taken(bytes);
    }

    /** Ends the attempt; the listener hears nothing more. No effect on an ended one. */
    public void cancel(Frame.Cancel.Reason reason) {
        if (!done) {
            send(new Frame.Cancel(id, reason));
            close();
        }
    }

    /**
     * What the provider has billed for this attempt, as far as is known here and now: the worker's last
     * word, at first the prompt alone. Null where it can have billed nothing: no worker took the attempt, or
     * one failed it before that. A worker that was asked and has not answered may have called its provider.
     * Valid at any time: in the listener's callbacks, and after the attempt has ended.
     */
    @Nullable
    public Usage billed() {
        return worker == null ? null : answer.usage();
    }

    /** Of the worker that was asked last; null before any was. */
    public @Nullable String node() {
        return worker == null ? null : worker.node();
    }

    long id() {
        return id;
    }

    /** Offers the attempt to a worker that has not refused it yet. */
    void offer() {
        if (done) {
            return;
        }
        WorkerRef next = exchange.pick(request, refusedBy);
        if (next == null) {
            close();
            listener.notStarted(refusal == null ? exchange.noWorker(request.provider()) : refusal, tripped);
            return;
        }
        worker = next;
        exchange.opened(next);
        Frame.Open open = new Frame.Open(
                id,
                exchange.address(),
                exchange.node(),
                request.config(),
                request.model(),
                request.lastResort(),
                request.deadlines(),
                request.peek(),
                request.promptTokens(),
                AnswerReceiver.WINDOW,
                request.body().length,
                firstPiece);
        // Before it is sent: that nobody is there may be known at once, and then another offer has its own timer.
        openTimer = exchange.awaitReply(() -> silent(next));
        exchange.offer(next, open, () -> notThere(next));
    }

    /** Nobody has that address: the node has just left. */
    private void notThere(WorkerRef asked) {
        if (!done && asked == worker) {
            offerToAnother(asked.address());
        }
    }

    /** Whether the worker called its provider cannot be known: this counts as an attempt. */
    private void silent(WorkerRef asked) {
        if (!done && !accepted && asked == worker) {
            answer.fail(AnswerReceiver.lost("node '" + asked.node() + "' did not answer"));
        }
    }

    private void refused(Frame.Refused.Reason reason) {
        if (done || worker == null || accepted) {
            return;
        }
        if (reason == Frame.Refused.Reason.BUSY) {
            refusal = ApiErrors.overloaded("every worker of the provider '" + request.provider() + "' is at its limit");
        }
        boolean ofNode = reason == Frame.Refused.Reason.TRIPPED;
        tripped |= ofNode;
        offerToAnother(ofNode ? worker.node() : worker.address());
    }

    private void offerToAnother(String refuser) {
        openTimer.cancel();
        if (worker != null) {
            exchange.closed(worker);
            worker = null;
        }
        refusedBy.add(refuser);
        offer();
    }

    private void accepted() {
        accepted = true;
        openTimer.cancel();
        body.pump();
    }

    void receive(Frame frame) {
        heardAt = System.nanoTime();
        if (!accepted && (frame instanceof Frame.Answer || frame instanceof Frame.Accepted)) {
            accepted();
        }
        if (frame instanceof Frame.Answer part) {
            endedByWorker = part instanceof Frame.End || part instanceof Frame.Fail;
            answer.accept(part);
        } else if (frame instanceof Frame.BodyCredit credit) {
            if (accepted) {
                body.grant(credit.total());
            }
        } else if (frame instanceof Frame.Refused refused) {
            refused(refused.reason());
        } else if (frame instanceof Frame.Unknown) {
            answer.fail(AnswerReceiver.lost("the worker does not know it any more"));
        }
    }

    void nodeLost(String node) {
        if (worker != null && worker.node().equals(node)) {
            answer.fail(AnswerReceiver.lost("node '" + node + "' is gone"));
        }
    }

    /** Repeats the grant on a silent stream: an answer of Unknown tells that its end was lost. */
    void probe(long now, long silenceNanos) {
        if (accepted && now - heardAt > silenceNanos) {
            heardAt = now;
            sendCredit();
        }
    }

    @Override
    public void dropped(List<String> parameters) {
        listener.dropped(parameters);
    }

    @Override
    public void data(Buffer bytes) {
        listener.data(bytes);
    }

    @Override
    public void end(Usage usage) {
        close();
        listener.end(usage);
    }

    @Override
    public void fail(Failure failure) {
        if (!endedByWorker) {
            // Found on this side only, a gap or a lost node: what may still run there must end.
            send(new Frame.Cancel(id, Frame.Cancel.Reason.UNWANTED));
        }
        close();
        listener.fail(failure);
    }

    private void close() {
        if (!done) {
            done = true;
            openTimer.cancel();
            answer.close();
            if (worker != null) {
                exchange.closed(worker);
            }
            exchange.forget(this);
        }
    }

    private void sendCredit() {
        send(new Frame.Credit(id, exchange.address(), answer.granted()));
    }

    private void send(Frame frame) {
        if (worker != null) {
            exchange.send(worker, frame);
        }
    }
}
