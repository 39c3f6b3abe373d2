package io.penstock.shared.chat.json;

/** Input that is not JSON. Carries no stack trace: it is an answer to a client, not a bug. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final int offset;

    /** @param offset of the offending byte, from 0 */
    public MalformedJsonException(String what, int offset) {
        super(null, null, false, false);
        this.message = what + " at byte " + offset;
        this.offset = offset;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public int offset() {
        return offset;
    }
}
