package io.penstock.provider.upstream;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A growing piece of the wire: JSON fragments joined by hand, since their shape never varies. */
final class WireText {

    private static final int INITIAL_BYTES = 512;

    private Buffer buffer = Buffer.buffer(INITIAL_BYTES);

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @CanIgnoreReturnValue
    WireText raw(byte[] bytes) {
        buffer.appendBytes(bytes);
        return this;
    }

    /** A whole JSON string, quotes included. */
    @CanIgnoreReturnValue
    WireText string(String text) {
        buffer.appendByte((byte) '"').appendBytes(JsonText.escape(text)).appendByte((byte) '"');
        return this;
    }

    /** The inside of a JSON string that is open. */
    @CanIgnoreReturnValue
    WireText piece(String text) {
        buffer.appendBytes(JsonText.escape(text));
        return this;
    }

    @CanIgnoreReturnValue
    WireText number(long value) {
        buffer.appendString(Long.toString(value));
        return this;
    }

    private static final byte[] PROMPT = ascii("{\"prompt_tokens\":");
    private static final byte[] COMPLETION = ascii(",\"completion_tokens\":");
    private static final byte[] TOTAL = ascii(",\"total_tokens\":");
    private static final byte[] CLOSE = ascii("}");

    @CanIgnoreReturnValue
    WireText usage(Usage usage) {
        return raw(PROMPT)
                .number(usage.promptTokens())
                .raw(COMPLETION)
                .number(usage.completionTokens())
                .raw(TOTAL)
                .number(usage.totalTokens())
                .raw(CLOSE);
    }

    int length() {
        return buffer.length();
    }

    /** Hands over what was written and starts anew. */
    Buffer take() {
        Buffer taken = buffer;
        buffer = Buffer.buffer(INITIAL_BYTES);
        return taken;
    }
}
