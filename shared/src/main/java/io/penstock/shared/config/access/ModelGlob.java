package io.penstock.shared.config.access;

/** Matches names against patterns in which {@code *} stands for any characters, none included. */
final class ModelGlob {

    private ModelGlob() {}

    /**
     * Takes each literal piece at its leftmost place and never looks back: a later place could only
     * leave less for the pieces that follow. So no pattern makes it slow.
     */
    static boolean matches(String pattern, String name) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name);
        }
        if (!name.startsWith(pattern.substring(0, star))) {
            return false;
        }
        int from = star;
        int start = star + 1;
        for (int next = pattern.indexOf('*', start); next >= 0; next = pattern.indexOf('*', start)) {
            int found = name.indexOf(pattern.substring(start, next), from);
            if (found < 0) {
                return false;
            }
            from = found + (next - start);
            start = next + 1;
        }
        String tail = pattern.substring(start);
        return name.length() - from >= tail.length() && name.endsWith(tail);
    }
}
