package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.CounterWire;
import io.penstock.shared.limit.counter.Varints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The wire form of this package's values. Nodes of one cluster run one version: it carries none. */
public final class LedgerWire {

    private LedgerWire() {}

    public static void write(DataOutput out, QuotaState state) throws IOException {
        CounterWire.write(out, state.counters());
        writeAll(out, state.holdings().list(), LedgerWire::writeHolding);
        writeAll(out, state.receipts(), LedgerWire::writeReceipt);
    }

    public static QuotaState readState(DataInput in) throws IOException {
        return new QuotaState(
                CounterWire.readCounters(in),
                new Holdings(readAll(in, LedgerWire::readHolding)),
                readAll(in, LedgerWire::readReceipt));
    }

    public static void write(DataOutput out, Call call) throws IOException {
        writeUuid(out, call.caller());
        Varints.write(out, call.sequence());
        Varints.write(out, call.acknowledged());
        Varints.write(out, call.held());
        writeAll(out, call.adjustments(), LedgerWire::writeAdjustment);
        writeAll(out, call.asks(), CounterWire::write);
    }

    public static Call readCall(DataInput in) throws IOException {
        return new Call(
                readUuid(in),
                Varints.read(in),
                Varints.read(in),
                (int) Varints.read(in),
                readAll(in, LedgerWire::readAdjustment),
                readAll(in, CounterWire::readAsk));
    }

    public static void write(DataOutput out, Outcome outcome) throws IOException {
        Varints.write(out, outcome.bookedAt());
        writeAll(out, outcome.verdicts(), CounterWire::write);
    }

    public static Outcome readOutcome(DataInput in) throws IOException {
        return new Outcome(Varints.read(in), readAll(in, CounterWire::readVerdict));
    }

    public static void writeUuid(DataOutput out, UUID uuid) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    public static UUID readUuid(DataInput in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    public static <T> void writeAll(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
        Varints.write(out, values.size());
        for (T value : values) {
            writer.write(out, value);
        }
    }

    public static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
        int size = (int) Varints.read(in);
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    /** Writes one value. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    /** Reads what its {@link Writer} wrote. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    private static void writeAdjustment(DataOutput out, Adjustment adjustment) throws IOException {
        Varints.write(out, adjustment.ordinal());
        Varints.write(out, adjustment.bookedAt());
        CounterWire.write(out, adjustment.by());
    }

    private static Adjustment readAdjustment(DataInput in) throws IOException {
        return new Adjustment(Varints.read(in), Varints.read(in), CounterWire.readUnits(in));
    }

    private static void writeHolding(DataOutput out, Holdings.Holding holding) throws IOException {
        writeUuid(out, holding.caller());
        writeUuid(out, holding.member());
        Varints.write(out, holding.permits());
    }

    private static Holdings.Holding readHolding(DataInput in) throws IOException {
        return new Holdings.Holding(readUuid(in), readUuid(in), (int) Varints.read(in));
    }

    private static void writeReceipt(DataOutput out, Receipt receipt) throws IOException {
        writeUuid(out, receipt.caller());
        Varints.write(out, receipt.sequence());
        Varints.write(out, receipt.adjusted());
        Varints.write(out, receipt.bookedAt());
        CounterWire.write(out, receipt.booked());
        writeAll(out, receipt.granted(), (to, count) -> Varints.write(to, count));
    }

    private static Receipt readReceipt(DataInput in) throws IOException {
        return new Receipt(
                readUuid(in),
                Varints.read(in),
                Varints.read(in),
                Varints.read(in),
                CounterWire.readUnits(in),
                readAll(in, from -> (int) Varints.read(from)));
    }
}
