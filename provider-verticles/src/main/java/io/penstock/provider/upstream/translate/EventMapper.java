package io.penstock.provider.upstream.translate;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** From the events of one streamed answer to steps of its {@link AnswerWriter}. One per answer; event loop only. */
public interface EventMapper {

    /**
     * @param name the event's, or null where it has none
     * @param data valid during the call only
     * @param end exclusive
     * @throws IOException if it is not in the provider's form, as Jackson's exceptions are
     */
    Step event(@Nullable String name, byte[] data, int start, int end) throws IOException;
}
