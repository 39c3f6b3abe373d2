package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The wire form of this package's values. Nodes of one cluster run one version: it carries none. */
public final class CounterWire {

    private static final LimitKind[] KINDS = LimitKind.values();

    private CounterWire() {}

    public static void write(DataOutput out, Counters counters) throws IOException {
        out.writeLong(counters.latest());
        out.writeByte(counters.windows().size());
        for (Map.Entry<LimitKind, Window> entry : counters.windows().entrySet()) {
            out.writeByte(entry.getKey().ordinal());
            write(out, entry.getValue());
        }
    }

    public static Counters readCounters(DataInput in) throws IOException {
        long latest = in.readLong();
        int size = in.readByte();
        Map<LimitKind, Window> windows = new EnumMap<>(LimitKind.class);
        for (int i = 0; i < size; i++) {
            LimitKind kind = KINDS[in.readByte()];
            windows.put(kind, readWindow(in, WindowSize.of(kind)));
        }
        return new Counters(latest, windows);
    }

    public static void write(DataOutput out, Ask ask) throws IOException {
        for (LimitKind kind : KINDS) {
            out.writeLong(ask.limits().of(kind));
        }
        out.writeLong(ask.demand().requests());
        out.writeInt(ask.count());
    }

    public static Ask readAsk(DataInput in) throws IOException {
        Limits limits = new Limits(in.readLong(), in.readLong());
        return new Ask(limits, new Demand(in.readLong()), in.readInt());
    }

    public static void write(DataOutput out, Booking booking) throws IOException {
        write(out, booking.ask());
        out.writeLong(booking.bookedAt());
    }

    public static Booking readBooking(DataInput in) throws IOException {
        return new Booking(readAsk(in), in.readLong());
    }

    public static void write(DataOutput out, Verdict verdict) throws IOException {
        out.writeInt(verdict.granted());
        out.writeByte(verdict.readings().size());
        for (Reading reading : verdict.readings()) {
            out.writeByte(reading.kind().ordinal());
            out.writeLong(reading.limit());
            out.writeLong(reading.used());
            out.writeLong(reading.resetMillis());
            out.writeLong(reading.waitMillis());
        }
    }

    public static Verdict readVerdict(DataInput in) throws IOException {
        int granted = in.readInt();
        int size = in.readByte();
        List<Reading> readings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            LimitKind kind = KINDS[in.readByte()];
            readings.add(new Reading(kind, in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        }
        return new Verdict(granted, readings);
    }

    private static void write(DataOutput out, Window window) throws IOException {
        long[] slots = window.slots();
        long[] units = window.units();
        out.writeByte(slots.length);
        for (int i = 0; i < slots.length; i++) {
            out.writeLong(slots[i]);
            out.writeLong(units[i]);
        }
    }

    private static Window readWindow(DataInput in, WindowSize size) throws IOException {
        int length = in.readByte();
        long[] slots = new long[length];
        long[] units = new long[length];
        for (int i = 0; i < length; i++) {
            slots[i] = in.readLong();
            units[i] = in.readLong();
        }
        return Window.of(size, slots, units);
    }
}
