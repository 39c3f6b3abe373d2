package io.penstock.gateway.answer;

import io.penstock.shared.chat.error.ApiError;
import io.vertx.core.buffer.Buffer;

/** How a completion reaches the client. One {@code end} or {@code fail} closes it. Event loop only. */
public sealed interface Answer permits StreamAnswer, PlainAnswer {

    /** The next bytes, in the client's wire form. */
    void data(Buffer bytes);

    void end();

    /** The client learns that there is no answer, or no more of it. */
    void fail(ApiError error);

    /** Whether the client has seen any of it, so that no other attempt may begin. */
    boolean isCommitted();

    /** A failed attempt's bytes, which the client has not seen, are forgotten. */
    void restart();

    /** About once a second. */
    void tick(long now);
}
