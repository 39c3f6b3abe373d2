package io.penstock.shared.bus;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Frames as bytes: version, type, stream id, then the frame's own fields. Stateless. */
final class FrameWire {

    /** Raised with every change of the form: nodes of different versions refuse each other's frames. */
    private static final int VERSION = 5;

    /** Of a bundle: what another node says of its size is not believed before it is there. */
    private static final int MOST_EXPECTED = 256;

    private static final int OPEN = 1;
    private static final int BODY = 2;
    private static final int CREDIT = 3;
    private static final int CANCEL = 4;
    private static final int DATA = 5;
    private static final int END = 6;
    private static final int FAIL = 7;
    private static final int ACCEPTED = 8;
    private static final int REFUSED = 9;
    private static final int BODY_CREDIT = 10;
    private static final int UNKNOWN = 11;
    private static final int UNREADABLE = 12;
    private static final int HEAD = 13;
    private static final int BUNDLE = 14;

    private FrameWire() {}

    static void encode(Buffer out, Frame frame) {
        WireWriter w = new WireWriter(out);
        w.u8(VERSION).u8(type(frame)).i64(frame.stream());
        if (frame instanceof Frame.Data f) {
            w.i32(f.sequence()).buffer(f.bytes());
            writeUsage(w, f.usage());
        } else if (frame instanceof Frame.Open f) {
            w.string(f.replyTo()).string(f.gatewayNode()).string(f.config());
            w.string(f.upstreamModel()).bool(f.lastResort());
            writeDeadlines(w, f.deadlines());
            writePeek(w, f.peek());
            w.i64(f.promptTokens()).i64(f.credit()).i32(f.bodyLength()).bytes(f.piece());
        } else if (frame instanceof Frame.Body f) {
            w.i32(f.sequence()).bytes(f.piece());
        } else if (frame instanceof Frame.Credit f) {
            w.string(f.from()).i64(f.total());
        } else if (frame instanceof Frame.End f) {
            w.i32(f.sequence()).buffer(f.bytes());
            writeUsage(w, f.usage());
        } else if (frame instanceof Frame.Head f) {
            w.i32(f.sequence()).strings(f.dropped());
        } else if (frame instanceof Frame.Fail f) {
            w.i32(f.sequence())
                    .u8(f.failure().retry().ordinal())
                    .u8(f.failure().cause().ordinal());
            writeError(w, f.failure().error());
            w.bool(f.usage() != null);
            if (f.usage() != null) {
                writeUsage(w, f.usage());
            }
        } else if (frame instanceof Frame.Cancel f) {
            w.u8(f.reason().ordinal());
        } else if (frame instanceof Frame.Refused f) {
            w.u8(f.reason().ordinal());
        } else if (frame instanceof Frame.BodyCredit f) {
            w.i64(f.total());
        } else if (frame instanceof Frame.Bundle f) {
            writeFrames(out, w, f.frames());
        } else if (frame instanceof Frame.Unreadable f) {
            w.string(f.why());
        }
    }

    /** Never throws: what cannot be read comes out as {@link Frame.Unreadable}. */
    static Frame decode(Buffer in, int position) {
        long stream = 0;
        try {
            WireReader r = new WireReader(in, position);
            int version = r.u8();
            if (version != VERSION) {
                return new Frame.Unreadable(0, "frame version " + version + ", this node speaks " + VERSION);
            }
            int type = r.u8();
            stream = r.i64();
            return read(r, type, stream);
        } catch (RuntimeException e) {
            return new Frame.Unreadable(stream, e.toString());
        }
    }

    private static Frame read(WireReader r, int type, long stream) {
        return switch (type) {
            case DATA -> new Frame.Data(stream, r.i32(), r.buffer(), readUsage(r));
            case OPEN ->
                new Frame.Open(
                        stream,
                        r.string(),
                        r.string(),
                        r.string(),
                        r.string(),
                        r.bool(),
                        readDeadlines(r),
                        readPeek(r),
                        r.i64(),
                        r.i64(),
                        r.i32(),
                        r.bytes());
            case BODY -> new Frame.Body(stream, r.i32(), r.bytes());
            case CREDIT -> new Frame.Credit(stream, r.string(), r.i64());
            case CANCEL -> new Frame.Cancel(stream, Frame.Cancel.Reason.values()[r.u8()]);
            case HEAD -> new Frame.Head(stream, r.i32(), r.strings());
            case END -> new Frame.End(stream, r.i32(), r.buffer(), readUsage(r));
            case FAIL -> {
                int sequence = r.i32();
                Failure.Retry retry = Failure.Retry.values()[r.u8()];
                Failure.Cause cause = Failure.Cause.values()[r.u8()];
                Failure failure = new Failure(readError(r), retry, cause);
                yield new Frame.Fail(stream, sequence, failure, r.bool() ? readUsage(r) : null);
            }
            case ACCEPTED -> new Frame.Accepted(stream);
            case REFUSED -> new Frame.Refused(stream, Frame.Refused.Reason.values()[r.u8()]);
            case BODY_CREDIT -> new Frame.BodyCredit(stream, r.i64());
            case UNKNOWN -> new Frame.Unknown(stream);
            case BUNDLE -> new Frame.Bundle(readFrames(r));
            case UNREADABLE -> new Frame.Unreadable(stream, r.string());
            default -> new Frame.Unreadable(stream, "frame type " + type);
        };
    }

    private static int type(Frame frame) {
        if (frame instanceof Frame.Data) {
            return DATA;
        } else if (frame instanceof Frame.Open) {
            return OPEN;
        } else if (frame instanceof Frame.Body) {
            return BODY;
        } else if (frame instanceof Frame.Credit) {
            return CREDIT;
        } else if (frame instanceof Frame.Cancel) {
            return CANCEL;
        } else if (frame instanceof Frame.End) {
            return END;
        } else if (frame instanceof Frame.Head) {
            return HEAD;
        } else if (frame instanceof Frame.Fail) {
            return FAIL;
        } else if (frame instanceof Frame.Accepted) {
            return ACCEPTED;
        } else if (frame instanceof Frame.Refused) {
            return REFUSED;
        } else if (frame instanceof Frame.BodyCredit) {
            return BODY_CREDIT;
        } else if (frame instanceof Frame.Unknown) {
            return UNKNOWN;
        } else if (frame instanceof Frame.Bundle) {
            return BUNDLE;
        }
        return UNREADABLE;
    }

    /** Each behind its length, so that one that cannot be read costs no other. */
    private static void writeFrames(Buffer out, WireWriter w, List<Frame> frames) {
        w.i32(frames.size());
        for (Frame frame : frames) {
            int at = out.length();
            w.i32(0);
            encode(out, frame);
            out.setInt(at, out.length() - at - Integer.BYTES);
        }
    }

    private static List<Frame> readFrames(WireReader r) {
        int count = r.i32();
        List<Frame> frames = new ArrayList<>(Math.min(count, MOST_EXPECTED));
        for (int i = 0; i < count; i++) {
            frames.add(r.frame());
        }
        return frames;
    }

    private static void writeDeadlines(WireWriter w, Deadlines d) {
        w.i64(d.connect()).i64(d.firstToken()).i64(d.idle()).i64(d.total());
    }

    private static Deadlines readDeadlines(WireReader r) {
        return new Deadlines(r.i64(), r.i64(), r.i64(), r.i64());
    }

    /** Without {@code models}: a body that goes to a worker has none. */
    private static void writePeek(WireWriter w, ChatPeek p) {
        w.string(p.model()).bool(p.stream()).bool(p.includeUsage()).i32(p.choices());
        w.i64(p.maxTokens()).i32(p.promptBytes());
        writeSpan(w, p.modelValue());
        writeSpan(w, p.streamOptionsValue());
        writeSpan(w, p.includeUsageValue());
        w.i32(p.lastBrace());
    }

    private static ChatPeek readPeek(WireReader r) {
        return new ChatPeek(
                r.string(),
                null,
                r.bool(),
                r.bool(),
                r.i32(),
                r.i64(),
                r.i32(),
                readSpan(r),
                readSpan(r),
                readSpan(r),
                r.i32());
    }

    private static void writeSpan(WireWriter w, Span span) {
        w.i32(span.start()).i32(span.end());
    }

    private static Span readSpan(WireReader r) {
        return new Span(r.i32(), r.i32());
    }

    private static void writeUsage(WireWriter w, Usage u) {
        w.i64(u.promptTokens()).i64(u.completionTokens()).bool(u.estimated());
    }

    private static Usage readUsage(WireReader r) {
        return new Usage(r.i64(), r.i64(), r.bool());
    }

    private static void writeError(WireWriter w, ApiError e) {
        w.i32(e.status()).string(e.type()).string(e.message()).string(e.param()).string(e.code());
        w.i64(e.retryAfterMillis()).bool(e.lasting());
    }

    private static ApiError readError(WireReader r) {
        return new ApiError(r.i32(), r.string(), r.string(), r.stringOrNull(), r.stringOrNull(), r.i64(), r.bool());
    }
}
