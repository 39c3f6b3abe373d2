package io.penstock.provider.upstream;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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

    private static final byte[] PROMPT_DETAILS = ascii(",\"prompt_tokens_details\":{\"cached_tokens\":");
    private static final byte[] CACHE_WRITTEN = ascii(",\"cache_write_tokens\":");
    private static final byte[] COMPLETION_DETAILS = ascii(",\"completion_tokens_details\":{\"reasoning_tokens\":");

    /** A provider's count, with the details that it told. */
    @CanIgnoreReturnValue
    WireText usage(TokenUsage usage) {
        raw(PROMPT).number(usage.prompt());
        raw(COMPLETION).number(usage.completion());
        raw(TOTAL).number(usage.prompt() + usage.completion());
        if (usage.cached() >= 0 || usage.cacheWritten() >= 0) {
            raw(PROMPT_DETAILS).number(Math.max(0, usage.cached()));
            if (usage.cacheWritten() >= 0) {
                raw(CACHE_WRITTEN).number(usage.cacheWritten());
            }
            raw(CLOSE);
        }
        if (usage.reasoning() >= 0) {
            raw(COMPLETION_DETAILS).number(usage.reasoning()).raw(CLOSE);
        }
        return raw(CLOSE);
    }

    private static final byte[] DETAIL = ascii("{\"type\":");
    private static final byte[] DETAIL_FORMAT = ascii(",\"format\":");
    private static final byte[] DETAIL_INDEX = ascii(",\"index\":");
    private static final byte[] DETAIL_ID = ascii(",\"id\":");
    private static final byte[] DETAIL_TEXT = ascii(",\"text\":");
    private static final byte[] DETAIL_SIGNATURE = ascii(",\"signature\":");
    private static final byte[] DETAIL_DATA = ascii(",\"data\":");

    /** One element of {@code reasoning_details}. */
    @CanIgnoreReturnValue
    WireText detail(int place, ReasoningDetail detail) {
        raw(DETAIL).string(detail.type());
        raw(DETAIL_FORMAT).string(detail.origin());
        raw(DETAIL_INDEX).number(place);
        optional(DETAIL_ID, detail.id());
        optional(DETAIL_TEXT, detail.text());
        optional(DETAIL_SIGNATURE, detail.signature());
        optional(DETAIL_DATA, detail.data());
        return raw(CLOSE);
    }

    private void optional(byte[] key, @Nullable String value) {
        if (value != null) {
            raw(key).string(value);
        }
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
