package io.penstock.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.tracing.TracingPolicy;

/** Frames on the event bus: by reference inside a node, {@link FrameWire}'s bytes between nodes. Stateless. */
public final class FrameCodec implements MessageCodec<Frame, Frame> {

    private static final String NAME = "penstock.frame";

    /** Options for sending frames; share, never change. Frames are not spans: a stream has thousands. */
    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setCodecName(NAME).setTracingPolicy(TracingPolicy.IGNORE);

    /** Call once per Vert.x instance, before any frame is sent. */
    public static void register(EventBus bus) {
        bus.registerCodec(new FrameCodec());
    }

    /** Sends without waiting: what is lost shows as a gap in the sequence or as a missed deadline. */
    public static void send(EventBus bus, String address, Frame frame) {
        bus.send(address, frame, OPTIONS);
    }

    /**
     * Sends too, and tells if it is known here that nobody has the address. No request with a reply of the bus:
     * the answer is a frame, and costs neither an address nor a timer of its own.
     */
    public static void offer(EventBus bus, String address, Frame frame, Runnable notThere) {
        bus.<Frame>sender(address, OPTIONS).write(frame).onFailure(cause -> {
            if (cause instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS) {
                notThere.run();
            }
        });
    }

    @Override
    public void encodeToWire(Buffer out, Frame frame) {
        FrameWire.encode(out, frame);
    }

    @Override
    public Frame decodeFromWire(int position, Buffer in) {
        return FrameWire.decode(in, position);
    }

    @Override
    public Frame transform(Frame frame) {
        return frame;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
