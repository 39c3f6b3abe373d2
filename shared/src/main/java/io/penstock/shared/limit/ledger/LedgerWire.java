package io.penstock.shared.limit.ledger;

import io.penstock.shared.limit.counter.CounterWire;
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
        writeAll(out, state.receipts(), LedgerWire::writeReceipt);
    }

    public static QuotaState readState(DataInput in) throws IOException {
        return new QuotaState(CounterWire.readCounters(in), readAll(in, LedgerWire::readReceipt));
    }

    public static void write(DataOutput out, Call call) throws IOException {
        writeUuid(out, call.caller());
        out.writeLong(call.sequence());
        out.writeLong(call.acknowledged());
        writeAll(out, call.releases(), CounterWire::write);
        writeAll(out, call.asks(), CounterWire::write);
    }

    public static Call readCall(DataInput in) throws IOException {
        return new Call(
                readUuid(in),
                in.readLong(),
                in.readLong(),
                readAll(in, CounterWire::readBooking),
                readAll(in, CounterWire::readAsk));
    }

    public static void write(DataOutput out, Outcome outcome) throws IOException {
        out.writeLong(outcome.bookedAt());
        writeAll(out, outcome.verdicts(), CounterWire::write);
    }

    public static Outcome readOutcome(DataInput in) throws IOException {
        return new Outcome(in.readLong(), readAll(in, CounterWire::readVerdict));
    }

    private static void writeReceipt(DataOutput out, Receipt receipt) throws IOException {
        writeUuid(out, receipt.caller());
        out.writeLong(receipt.sequence());
        out.writeLong(receipt.bookedAt());
        writeAll(out, receipt.granted(), CounterWire::write);
    }

    private static Receipt readReceipt(DataInput in) throws IOException {
        return new Receipt(readUuid(in), in.readLong(), in.readLong(), readAll(in, CounterWire::readAsk));
    }

    private static void writeUuid(DataOutput out, UUID uuid) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    private static UUID readUuid(DataInput in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static <T> void writeAll(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInput in) throws IOException;
    }
}
