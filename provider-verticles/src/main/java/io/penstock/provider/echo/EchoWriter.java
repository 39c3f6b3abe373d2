package io.penstock.provider.echo;

import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;

/** An answer being written, step by step. Event loop only. */
interface EchoWriter {

    /** Takes the next token of each choice that goes on, or the next of one, and writes it. */
    void step();

    /** Whether a model would need a token's time for the next step. */
    boolean takesTime();

    /** Whether all is written. */
    boolean isDone();

    /** Whether what is written should be sent before all is. */
    boolean isReady();

    /** Bytes that wait to be taken. */
    int length();

    /** Hands over what was written since the last call. */
    Buffer take();

    /** Of all choices so far. */
    Usage usage();
}
