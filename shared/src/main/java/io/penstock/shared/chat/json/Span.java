package io.penstock.shared.chat.json;

/**
 * Where a value stands in a text, as byte offsets.
 *
 * @param start inclusive
 * @param end exclusive; equal to {@code start} for a place where something is to be inserted
 */
public record Span(int start, int end) {

    /** Stands for a value that the text does not have. */
    public static final Span ABSENT = new Span(-1, -1);

    public boolean isPresent() {
        return start >= 0;
    }

    public int length() {
        return end - start;
    }
}
