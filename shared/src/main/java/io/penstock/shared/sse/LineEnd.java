package io.penstock.shared.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds ends of lines, eight bytes at a time: events are long. */
final class LineEnd {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final long LFS = '\n' * ONES;
    private static final long CRS = '\r' * ONES;

    private LineEnd() {}

    /** The first LF or CR from {@code from} on; {@code to} where there is none. */
    static int find(byte[] bytes, int from, int to) {
        int p = from;
        while (p <= to - Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, p);
            long ends = zeros(eight ^ LFS) | zeros(eight ^ CRS);
            if (ends != 0) {
                return p + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < to && bytes[p] != '\n' && bytes[p] != '\r') {
            p++;
        }
        return p;
    }

    /** The lowest bit that is set is in the first byte that is zero; those above it may be wrong. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & TOPS;
    }
}
