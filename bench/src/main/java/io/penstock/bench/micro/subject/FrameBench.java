package io.penstock.bench.micro.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames between nodes, to and from bytes. */
@State(Scope.Thread)
public class FrameBench {

    private static final long STREAM = 0x1234_5678_9abcL;

    private static final String NODE = "8d3f0a52-6c1e-4b7a-9f42-1d0c5b7e9a31";
    private static final String GATEWAY = Addresses.gateway(NODE, 1);

    /** What the clustered event bus makes room for, whatever the message. */
    private static final int ROOM = 1024;

    private final FrameCodec codec = new FrameCodec();

    private final Frame open = new Frame.Open(
            STREAM,
            GATEWAY,
            NODE,
            "5f2b8c1d",
            Samples.UPSTREAM_MODEL,
            false,
            new Deadlines(5_000, 60_000, 60_000, 600_000),
            Samples.peek(),
            500,
            256 * 1024,
            2_000,
            Samples.request(Samples.MODEL, 2_000).getBytes(UTF_8));
    private final Frame smallData = data(250);
    private final Frame largeData = data(16 * 1024);
    private final Frame end = new Frame.End(STREAM, 200, Buffer.buffer("data: [DONE]\n\n"), Usage.reported(500, 190));
    private final Frame credit = new Frame.Credit(STREAM, GATEWAY, 512 * 1024);

    private final Buffer openBytes = encode(open);
    private final Buffer smallDataBytes = encode(smallData);
    private final Buffer largeDataBytes = encode(largeData);
    private final Buffer endBytes = encode(end);
    private final Buffer creditBytes = encode(credit);

    public FrameBench() {
        check(open, openBytes, encodeOpen(), decodeOpen());
        check(smallData, smallDataBytes, encodeSmallData(), decodeSmallData());
        check(largeData, largeDataBytes, encodeLargeData(), decodeLargeData());
        check(end, endBytes, encodeEnd(), decodeEnd());
        check(credit, creditBytes, encodeCredit(), decodeCredit());
    }

    /** Arrays in frames compare by identity: what was decoded must be the same frame, and encode to the same bytes. */
    private void check(Frame frame, Buffer bytes, Buffer encoded, Frame decoded) {
        Expect.equal(bytes, encoded);
        Expect.equal(frame.getClass(), decoded.getClass());
        Expect.equal(bytes, encode(decoded));
    }

    @Benchmark
    public Buffer encodeOpen() {
        return encode(open);
    }

    @Benchmark
    public Frame decodeOpen() {
        return decode(openBytes);
    }

    @Benchmark
    public Buffer encodeSmallData() {
        return encode(smallData);
    }

    @Benchmark
    public Frame decodeSmallData() {
        return decode(smallDataBytes);
    }

    @Benchmark
    public Buffer encodeLargeData() {
        return encode(largeData);
    }

    @Benchmark
    public Frame decodeLargeData() {
        return decode(largeDataBytes);
    }

    @Benchmark
    public Buffer encodeEnd() {
        return encode(end);
    }

    @Benchmark
    public Frame decodeEnd() {
        return decode(endBytes);
    }

    @Benchmark
    public Buffer encodeCredit() {
        return encode(credit);
    }

    @Benchmark
    public Frame decodeCredit() {
        return decode(creditBytes);
    }

    private Buffer encode(Frame frame) {
        Buffer out = Buffer.buffer(ROOM);
        codec.encodeToWire(out, frame);
        return out;
    }

    private Frame decode(Buffer bytes) {
        return codec.decodeFromWire(0, bytes);
    }

    /** A piece of a stream. */
    private static Frame data(int bytes) {
        String event = Samples.event(Samples.chunk(Samples.MODEL, "\"content\":\" jumps\"", "null", ""));
        String events = event.repeat(bytes / event.length() + 1).substring(0, bytes);
        return new Frame.Data(STREAM, 7, Buffer.buffer(events), Usage.reported(500, 7));
    }
}
