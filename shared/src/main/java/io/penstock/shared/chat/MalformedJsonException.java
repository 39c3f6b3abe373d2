package io.penstock.shared.chat;

/** Input that is not JSON. Carries no stack trace: it is an answer to a client, not a bug. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /** @param offset of the offending byte, from 0 */
    public MalformedJsonException(String what, int offset) {
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
