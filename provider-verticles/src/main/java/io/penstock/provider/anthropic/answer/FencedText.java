package io.penstock.provider.anthropic.answer;

import java.util.function.Consumer;

/**
 * Text that was to be JSON and nothing else: a code fence around it is taken off. In JSON no line can begin
 * with the fence, since a string has no line ends.
 */
final class FencedText {

    private static final String FENCE = "```";
    private static final String CLOSING = "\n" + FENCE;

    private enum Place {
        BEFORE,
        /** In the line that opens the fence. */
        OPENING,
        INSIDE,
        BEHIND,
        /** There is no fence. */
        BARE
    }

    private final Consumer<String> out;
    private final StringBuilder held = new StringBuilder();
    private Place place = Place.BEFORE;

    FencedText(Consumer<String> out) {
        this.out = out;
    }

    void add(String piece) {
        if (place == Place.BARE) {
            out.accept(piece);
            return;
        }
        held.append(piece);
        if (place == Place.BEFORE) {
            begin();
        }
        if (place == Place.OPENING) {
            int end = held.indexOf("\n");
            if (end >= 0) {
                opened(end);
            }
        }
        if (place == Place.INSIDE) {
            inside();
        }
        if (place == Place.BEHIND) {
            held.setLength(0);
        }
    }

    /** No more will come. */
    void end() {
        if (place == Place.OPENING) {
            opened(held.length());
        }
        if (place == Place.BEFORE || place == Place.INSIDE) {
            release(held.length());
        }
        held.setLength(0);
    }

    private void begin() {
        int start = 0;
        while (start < held.length() && Character.isWhitespace(held.charAt(start))) {
            start++;
        }
        int seen = Math.min(FENCE.length(), held.length() - start);
        if (!held.substring(start, start + seen).equals(FENCE.substring(0, seen))) {
            place = Place.BARE;
            release(held.length());
        } else if (seen == FENCE.length()) {
            held.delete(0, start + seen);
            place = Place.OPENING;
        }
    }

    /** Behind the fence its line has a language at the most, but for models that write all in one line. */
    private void opened(int end) {
        int start = 0;
        while (start < end && held.charAt(start) != '{' && held.charAt(start) != '[') {
            start++;
        }
        place = Place.INSIDE;
        if (start == end) {
            held.delete(0, Math.min(held.length(), end + 1));
            return;
        }
        String line = held.substring(start, end).stripTrailing();
        held.delete(0, end);
        if (line.endsWith(FENCE)) {
            place = Place.BEHIND;
            line = line.substring(0, line.length() - FENCE.length()).stripTrailing();
        }
        out.accept(line);
    }

    private void inside() {
        int closing = held.indexOf(CLOSING);
        if (closing >= 0) {
            release(closing);
            place = Place.BEHIND;
            return;
        }
        int line = held.lastIndexOf("\n");
        boolean mayClose = line >= 0 && CLOSING.startsWith(held.substring(line));
        release(mayClose ? line : held.length());
    }

    private void release(int end) {
        if (end > 0) {
            out.accept(held.substring(0, end));
            held.delete(0, end);
        }
    }
}
