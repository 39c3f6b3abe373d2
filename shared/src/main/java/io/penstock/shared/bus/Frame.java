package io.penstock.shared.bus;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a stream say to each other. Inside a node a frame travels by reference, so
 * its sender must not touch a frame's bytes again; between nodes {@link FrameCodec} turns it into
 * bytes. {@code stream} is unique in the cluster for as long as the stream lives.
 */
public sealed interface Frame {

    /** Largest payload of one frame: small enough that no stream holds up the others on a connection. */
    int MAX_PAYLOAD = 64 * 1024 - 256;

    long stream();

    /** What a gateway sends to a worker. */
    sealed interface ToWorker extends Frame permits Open, Body, Credit, Cancel {}

    /** What a worker sends to a gateway, in sequence from 0; exactly one {@link End} or {@link Fail} is the last. */
    sealed interface Answer extends Frame permits Head, Data, End, Fail {
        int sequence();
    }

    /**
     * Asks a worker for one attempt. Within a second comes {@link Accepted}, {@link Refused} or the answer.
     *
     * @param replyTo the gateway's address
     * @param gatewayNode the gateway's node; if it dies, the worker cancels the attempt
     * @param config the version of the configuration that the request runs under
     * @param upstreamModel the model's name at the provider
     * @param lastResort whether to try even where the target's circuit is open: there is no better one
     * @param promptTokens as the gateway counted them, or -1 where it has not
     * @param credit answer bytes the worker may send before the first {@link Credit}
     * @param bodyLength of the whole request body
     * @param piece its first bytes; {@link Body} frames bring the rest
     */
    record Open(
            long stream,
            String replyTo,
            String gatewayNode,
            String config,
            String upstreamModel,
            boolean lastResort,
            Deadlines deadlines,
            ChatPeek peek,
            long promptTokens,
            long credit,
            int bodyLength,
            byte[] piece)
            implements ToWorker {}

    /** The next piece of a request body, in sequence from 1 (the first came with {@link Open}). */
    record Body(long stream, int sequence, byte[] piece) implements ToWorker {}

    /**
     * Raises the number of bytes the receiver of this frame may send. The total since the stream's
     * start, not an increment: a repeated or a lost one does no harm.
     *
     * @param from address of the sender, which is told if the stream is not known here
     */
    record Credit(long stream, String from, long total) implements ToWorker {}

    /** The gateway wants no more. */
    record Cancel(long stream, Reason reason) implements ToWorker {
        public enum Reason {
            /** The client left, its own deadline passed, or another attempt took over: no fault of the target. */
            UNWANTED,
            /** The target had all the time that it may take. */
            TOO_SLOW
        }
    }

    /**
     * What is known of the answer before it comes; at most one, before any other. Sent at once and without
     * credit, and only where there is something to tell. Does not mean that content has come.
     *
     * @param dropped parameters of the request that the provider lacks; as given but for names that no header
     *     field could hold, which are cut and made visible ASCII
     */
    record Head(long stream, int sequence, List<String> dropped) implements Answer {
        public Head {
            dropped = DroppedParameters.bounded(dropped);
        }
    }

    /**
     * The next bytes of the answer in the client's wire form. The first means: content has come.
     *
     * @param usage of the answer so far, never less than what these bytes and those before contain
     */
    record Data(long stream, int sequence, Buffer bytes, Usage usage) implements Answer {}

    /**
     * The answer is complete.
     *
     * @param bytes the last of it, often all; empty where they came before
     */
    record End(long stream, int sequence, Buffer bytes, Usage usage) implements Answer {}

    /**
     * The answer will not be completed.
     *
     * @param usage what the provider has billed as far as is known; null where it can have billed nothing
     */
    record Fail(
            long stream,
            int sequence,
            Failure failure,
            @Nullable Usage usage) implements Answer {}

    /**
     * The attempt is under way. Any {@link Answer} says so too: this comes only where more of the body is wanted,
     * or where none has come for a while.
     */
    record Accepted(long stream) implements Frame {}

    /** The answer to {@link Open}: not here, not now. Nothing was sent to the provider. */
    record Refused(long stream, Reason reason) implements Frame {
        public enum Reason {
            DRAINING,
            BUSY,
            /** The target's circuit is open here, or enough probes of it are under way. */
            TRIPPED
        }
    }

    /** A worker grants a gateway more of the request body: like {@link Credit}, in the other direction. */
    record BodyCredit(long stream, long total) implements Frame {}

    /** A worker's answer to a frame of a stream that it does not hold: the stream is lost. */
    record Unknown(long stream) implements Frame {}

    /** Several frames for one address in the order in which they were sent, from one turn of an event loop. */
    record Bundle(List<Frame> frames) implements Frame {
        /** Of no stream. */
        @Override
        public long stream() {
            return 0;
        }
    }

    /** Carries what could not be decoded, so that a bad peer costs one frame and not the connection. */
    record Unreadable(long stream, String why) implements Frame {}
}
