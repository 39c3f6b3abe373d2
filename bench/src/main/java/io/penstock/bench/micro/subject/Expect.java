package io.penstock.bench.micro.subject;

/** What is measured must do its work: a benchmark that is wrong fails instead of being fast. */
final class Expect {

    private Expect() {}

    /** @throws IllegalStateException if they differ */
    static void equal(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException("expected " + expected + ", but got " + actual);
        }
    }
}
