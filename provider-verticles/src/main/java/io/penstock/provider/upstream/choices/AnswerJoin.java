package io.penstock.provider.upstream.choices;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.sse.SseLimitException;
import io.vertx.core.buffer.Buffer;

/** How answers of one choice each, in the client's wire form, become one answer. One owner, used once. */
sealed interface AnswerJoin permits StreamJoin, DocumentJoin {

    /**
     * Takes the next bytes of a choice's answer.
     *
     * @return what can go to the client now; may be empty
     * @throws MalformedJsonException or {@link SseLimitException} where the bytes are not in that form
     */
    Buffer add(int choice, Buffer bytes);

    /**
     * All answers are whole.
     *
     * @param usage of all of them
     * @return what the client still has to get
     * @throws MalformedJsonException where one is not in its form
     */
    Buffer end(Usage usage);

    /** Whether the answers go out as they come, so that a slow client must hold them back. */
    boolean isStreamed();
}
