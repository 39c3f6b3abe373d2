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

    /** Windows only: who runs is written by whoever knows the holders. */
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
        return Counters.of(latest, windows);
    }

    public static void write(DataOutput out, Ask ask) throws IOException {
        long[] limits = new long[KINDS.length];
        for (LimitKind kind : KINDS) {
            limits[kind.ordinal()] = ask.limits().of(kind);
        }
        Varints.writeSome(out, limits, Limits.UNLIMITED);
        Varints.write(out, ask.demand().tokens());
        Varints.write(out, ask.count());
    }

    public static Ask readAsk(DataInput in) throws IOException {
        long[] of = Varints.readSome(in, KINDS.length, Limits.UNLIMITED);
        Limits limits = new Limits(of[0], of[1], of[2], of[3], of[4]);
        return new Ask(limits, new Demand(Varints.read(in)), (int) Varints.read(in));
    }

    public static void write(DataOutput out, Units units) throws IOException {
        long[] of = new long[KINDS.length];
        for (LimitKind kind : KINDS) {
            of[kind.ordinal()] = units.of(kind);
        }
        Varints.writeSome(out, of, 0);
    }

    public static Units readUnits(DataInput in) throws IOException {
        return Units.ofOrdinals(Varints.readSome(in, KINDS.length, 0));
    }

    public static void write(DataOutput out, Verdict verdict) throws IOException {
        Varints.write(out, verdict.granted());
        out.writeByte(verdict.readings().size());
        for (Reading reading : verdict.readings()) {
            out.writeByte(reading.kind().ordinal());
            Varints.write(out, reading.limit());
            Varints.write(out, reading.used());
            Varints.write(out, reading.resetMillis());
            Varints.write(out, reading.waitMillis() == Window.FOREVER ? -1 : reading.waitMillis());
        }
    }

    public static Verdict readVerdict(DataInput in) throws IOException {
        int granted = (int) Varints.read(in);
        int size = in.readByte();
        List<Reading> readings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            LimitKind kind = KINDS[in.readByte()];
            long limit = Varints.read(in);
            long used = Varints.read(in);
            long reset = Varints.read(in);
            long wait = Varints.read(in);
            readings.add(new Reading(kind, limit, used, reset, wait < 0 ? Window.FOREVER : wait));
        }
        return new Verdict(granted, readings);
    }

    private static void write(DataOutput out, Window window) throws IOException {
        long[] slots = window.slots();
        long[] units = window.units();
        out.writeByte(slots.length);
        long before = 0;
        for (int i = 0; i < slots.length; i++) {
            Varints.write(out, slots[i] - before);
            Varints.write(out, units[i]);
            before = slots[i];
        }
    }

    private static Window readWindow(DataInput in, WindowSize size) throws IOException {
        int length = in.readByte();
        long[] slots = new long[length];
        long[] units = new long[length];
        long before = 0;
        for (int i = 0; i < length; i++) {
            slots[i] = before + Varints.read(in);
            units[i] = Varints.read(in);
            before = slots[i];
        }
        return Window.of(size, slots, units);
    }
}
