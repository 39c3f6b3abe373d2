package io.penstock.provider.upstream;

/** A completion under way. Event loop only. */
public interface Call {

    /** Ends the upstream request at once. The sink hears nothing more. No effect on an ended call. */
    void cancel();
}
