package io.penstock.provider.upstream.http;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the body of a successful response into what the client reads. One per response. After a
 * {@link Done} or {@link Failed} nothing more is fed. Event loop only.
 */
public interface AnswerReader {

    /** Where the answer stands after some bytes. */
    sealed interface Outcome {}

    /** More is expected. */
    record Going() implements Outcome {
        public static final Going INSTANCE = new Going();
    }

    record Done(Usage usage) implements Outcome {}

    /** @param billed null where the provider can have billed nothing */
    record Failed(Failure failure, @Nullable Usage billed) implements Outcome {}

    /** The next bytes of the body, cut anywhere. The array belongs to the reader from here on. */
    Outcome feed(byte[] bytes);

    /** The body is complete. Never {@link Going}. */
    Outcome end();

    /** The body broke off, or its idle deadline passed: {@link Going} unless all that matters has come. */
    Outcome interrupted();

    /** What is ready for the client, or null. Taken before an outcome is acted on. */
    @Nullable
    Buffer take();

    /** Of all that was fed: as the provider reported it, else estimated. At least the prompt's. */
    Usage usage();

    /** True once only formalities can follow: the caller waits 2 s at the most for them. */
    boolean awaitsEnd();
}
