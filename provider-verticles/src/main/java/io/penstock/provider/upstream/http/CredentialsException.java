package io.penstock.provider.upstream.http;

/** There are no credentials to send: the operator's matter, and one that another target may not have. */
public final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param why for the operator's log; never a secret */
    public CredentialsException(String why) {
        super(why, null, false, false);
    }
}
