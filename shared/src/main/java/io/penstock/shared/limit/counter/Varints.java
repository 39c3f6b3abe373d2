package io.penstock.shared.limit.counter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Whole numbers in as few bytes as they need, since most are small: zigzag, seven bits a byte, low ones first. */
public final class Varints {

    private Varints() {}

    public static void write(DataOutput out, long value) throws IOException {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7fL) != 0) {
            out.writeByte((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    public static long read(DataInput in) throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            zigzag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IOException("a number of more than 64 bits");
    }

    /** Up to eight values, of which only those other than the usual one take room. */
    static void writeSome(DataOutput out, long[] values, long usual) throws IOException {
        int mask = 0;
        for (int i = 0; i < values.length; i++) {
            mask |= values[i] == usual ? 0 : 1 << i;
        }
        out.writeByte(mask);
        for (long value : values) {
            if (value != usual) {
                write(out, value);
            }
        }
    }

    static long[] readSome(DataInput in, int length, long usual) throws IOException {
        long[] values = new long[length];
        Arrays.fill(values, usual);
        int mask = in.readByte();
        for (int i = 0; i < length; i++) {
            if ((mask & 1 << i) != 0) {
                values[i] = read(in);
            }
        }
        return values;
    }
}
