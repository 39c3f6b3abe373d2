package io.penstock.shared.node;

import java.net.BindException;

/** A node cannot start for a reason that its operator can mend; the message says which, and how. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    /** @param key the configuration key, {@code flag} the option that would choose another port */
    static RuntimeException of(Throwable cause, String host, int port, String key, String flag) {
        String where = host + ":" + port;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (t instanceof BindException || message.contains("already in use") || message.contains("Cannot bind")) {
                return new StartException(
                        message.contains("assign requested address")
                                ? "no address " + host + " on this machine (" + key.replace(".port", ".host") + ")"
                                : "port " + port + " on " + host + " is already in use (" + key
                                        + "); stop what uses it or choose another port with " + flag);
            }
            if (t instanceof java.net.UnknownHostException
                    || t instanceof java.nio.channels.UnresolvedAddressException) {
                return new StartException("cannot listen on " + where + ": unknown host (" + key + ")");
            }
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }
}
