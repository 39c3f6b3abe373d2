package io.penstock.bench.limits.node;

import io.penstock.shared.limit.ledger.LedgerWire;
import io.penstock.shared.limit.ledger.QuotaState;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much room counters take. */
final class Footprints {

    private static final int COLLECTIONS = 3;

    private Footprints() {}

    static long heapBytes() throws InterruptedException {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            // Between collections references are cleared and their cleaners run.
            Thread.sleep(20);
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    static int stateBytes(QuotaState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LedgerWire.write(new DataOutputStream(bytes), state);
        return bytes.size();
    }
}
