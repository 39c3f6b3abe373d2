package io.penstock.shared.limit.cluster;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.penstock.shared.limit.ledger.LedgerWire;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * Tells Hazelcast how what goes between members is written. Serializers beside the classes, and not
 * {@code IdentifiedDataSerializable}, which would have them mutable and bound to Hazelcast.
 */
final class QuotaSerializers {

    private QuotaSerializers() {}

    static void register(SerializationConfig config) {
        register(config, QuotaState.class, 7301, LedgerWire::write, LedgerWire::readState);
        register(config, Outcome.class, 7302, LedgerWire::write, LedgerWire::readOutcome);
        register(
                config,
                QuotaCall.class,
                7303,
                (out, call) -> {
                    LedgerWire.writeUuid(out, call.caller());
                    LedgerWire.write(out, call.call());
                },
                in -> {
                    UUID caller = LedgerWire.readUuid(in);
                    return new QuotaCall(LedgerWire.readCall(in), caller);
                });
        register(
                config,
                StoreState.class,
                7304,
                (out, store) -> LedgerWire.write(out, store.state()),
                in -> new StoreState(LedgerWire.readState(in)));
        register(config, ChainTask.class, 7305, QuotaSerializers::writeChain, QuotaSerializers::readChain);
    }

    private static void writeChain(ObjectDataOutput out, ChainTask chain) throws IOException {
        LedgerWire.writeUuid(out, chain.caller());
        LedgerWire.writeAll(out, chain.subjectIds(), DataOutput::writeUTF);
        LedgerWire.writeAll(out, chain.calls(), LedgerWire::write);
    }

    private static ChainTask readChain(ObjectDataInput in) throws IOException {
        UUID caller = LedgerWire.readUuid(in);
        List<String> ids = LedgerWire.readAll(in, DataInput::readUTF);
        return new ChainTask(ids, LedgerWire.readAll(in, LedgerWire::readCall), caller);
    }

    private static <T> void register(
            SerializationConfig config, Class<T> type, int typeId, Writer<T> writer, Reader<T> reader) {
        config.addSerializerConfig(
                new SerializerConfig().setTypeClass(type).setImplementation(new Form<>(typeId, writer, reader)));
    }

    private interface Writer<T> {
        void write(ObjectDataOutput out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(ObjectDataInput in) throws IOException;
    }

    private record Form<T>(int typeId, Writer<T> writer, Reader<T> reader) implements StreamSerializer<T> {

        @Override
        public int getTypeId() {
            return typeId;
        }

        @Override
        public void write(ObjectDataOutput out, T value) throws IOException {
            writer.write(out, value);
        }

        @Override
        public T read(ObjectDataInput in) throws IOException {
            return reader.read(in);
        }
    }
}
