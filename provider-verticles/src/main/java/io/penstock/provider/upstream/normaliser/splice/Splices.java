package io.penstock.provider.upstream.normaliser.splice;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Replacements to make while one text is copied, in ascending order. Reused from text to text. */
public final class Splices {

    private static final byte[] NOTHING = {};

    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private byte[][] with = new byte[8][];
    private int count;
    /** How much longer the copy becomes than the text. */
    private int growth;

    public void clear() {
        count = 0;
        growth = 0;
    }

    public void replace(int start, int end, byte[] bytes) {
        add(start, end, bytes);
    }

    public void cut(int start, int end) {
        add(start, end, NOTHING);
    }

    /** Of the whole text with its replacements, in bytes. */
    public int length(int start, int end) {
        return end - start + growth;
    }

    /** Appends the text, or a part of it, with the replacements in there. */
    public void copy(byte[] text, int start, int end, Buffer out) {
        int from = start;
        for (int i = 0; i < count; i++) {
            if (starts[i] < start || ends[i] > end) {
                continue;
            }
            out.appendBytes(text, from, starts[i] - from);
            out.appendBytes(with[i]);
            from = ends[i];
        }
        out.appendBytes(text, from, end - from);
    }

    private void add(int start, int end, byte[] bytes) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            with = Arrays.copyOf(with, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        with[count++] = bytes;
        growth += bytes.length - (end - start);
    }
}
