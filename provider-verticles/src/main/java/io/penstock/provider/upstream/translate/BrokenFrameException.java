package io.penstock.provider.upstream.translate;

/** The bytes of a stream do not have the form of its frames. */
public final class BrokenFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what is wrong, to follow "The stream … has": "a frame whose checksum is wrong" */
    public BrokenFrameException(String what) {
        super(what, null, false, false);
    }
}
