package io.penstock.shared.limit.cluster;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.penstock.shared.limit.ledger.LedgerWire;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.io.IOException;

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
                (out, call) -> LedgerWire.write(out, call.call()),
                in -> new QuotaCall(LedgerWire.readCall(in)));
        register(
                config,
                StoreState.class,
                7304,
                (out, store) -> LedgerWire.write(out, store.state()),
                in -> new StoreState(LedgerWire.readState(in)));
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
