package io.penstock.shared.sse;

/** A line or an event longer than {@link SseParser#MAX_EVENT_BYTES}. Carries no stack trace: the input is at fault. */
public final class SseLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SseLimitException() {
        super("a server-sent event longer than " + SseParser.MAX_EVENT_BYTES + " bytes", null, false, false);
    }
}
