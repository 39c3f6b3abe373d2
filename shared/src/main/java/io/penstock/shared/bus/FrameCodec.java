package io.penstock.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
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

    /** Options for a request whose reply must come within so many milliseconds. */
    public static DeliveryOptions requestOptions(long timeoutMillis) {
        return new DeliveryOptions(OPTIONS).setSendTimeout(timeoutMillis);
    }

    /** Options for a reply. */
    public static DeliveryOptions replyOptions() {
        return OPTIONS;
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
