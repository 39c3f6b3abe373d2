package io.penstock.shared.node.rehearsal;

import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Frames inside one node, if need be by way of the bytes that other nodes would get. Stateless. */
final class BusCodec implements MessageCodec<Frame, Frame> {

    private final FrameCodec codec = new FrameCodec();
    private final boolean wire;

    BusCodec(boolean wire) {
        this.wire = wire;
    }

    @Override
    public void encodeToWire(Buffer out, Frame frame) {
        codec.encodeToWire(out, frame);
    }

    @Override
    public Frame decodeFromWire(int position, Buffer in) {
        return codec.decodeFromWire(position, in);
    }

    @Override
    public Frame transform(Frame frame) {
        if (!wire) {
            return codec.transform(frame);
        }
        Buffer bytes = Buffer.buffer();
        codec.encodeToWire(bytes, frame);
        return codec.decodeFromWire(0, bytes);
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public byte systemCodecID() {
        return codec.systemCodecID();
    }
}
