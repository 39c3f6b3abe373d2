package io.penstock.shared.chat.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over what needs no thought in a JSON string, eight bytes at a time: ASCII but for quotes, backslashes
 * and control characters. Most of a chat is that.
 */
final class PlainText {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private PlainText() {}

    /** The first position from {@code from} on with another byte; {@code to} where there is none. */
    static int end(byte[] bytes, int from, int to) {
        int p = from;
        while (p <= to - Long.BYTES) {
            long others = others((long) EIGHT.get(bytes, p));
            if (others != 0) {
                return p + (Long.numberOfTrailingZeros(others) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < to && isPlain(bytes[p])) {
            p++;
        }
        return p;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /**
     * The lowest bit that is set is in the first byte that is not plain; those above it may be wrong. A byte
     * less than n borrows from its top bit when n is taken off it, and one that is equal to n is zero, and so
     * less than 1, once it is combined with n by exclusive or.
     */
    private static long others(long eight) {
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        return (eight
                        | ((eight - SPACES) & ~eight)
                        | ((quotes - ONES) & ~quotes)
                        | ((backslashes - ONES) & ~backslashes))
                & TOPS;
    }
}
