package io.penstock.provider.upstream.normaliser.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/** Reads a {@code usage} that needs no change, as {@link UsageTally#isAsReported()} has it. Used once. */
public final class UsageScan {

    private static final byte[] PROMPT = "prompt_tokens".getBytes(US_ASCII);
    private static final byte[] COMPLETION = "completion_tokens".getBytes(US_ASCII);
    private static final byte[] TOTAL = "total_tokens".getBytes(US_ASCII);
    private static final byte[] DETAILS = "prompt_tokens_details".getBytes(US_ASCII);
    private static final byte[] CACHED = "cached_tokens".getBytes(US_ASCII);
    private static final byte[][] MISPLACED = {
        CACHED,
        "prompt_cache_hit_tokens".getBytes(US_ASCII),
        "num_cached_tokens".getBytes(US_ASCII),
        "prompt_token_details".getBytes(US_ASCII)
    };

    /** More than any answer has tokens. */
    private static final int MAX_DIGITS = 15;

    private static final long NONE = -1;

    private final byte[] text;
    private final JsonCursor cursor;
    private long prompt = NONE;
    private long completion = NONE;
    private long total = NONE;
    private long cached = NONE;
    private boolean detailed;
    private boolean misplaced;

    /** @param cursor over the text, before the value */
    public UsageScan(byte[] text, JsonCursor cursor) {
        this.text = text;
        this.cursor = cursor;
    }

    /** Consumes the value; false where it needs a change, or may need one. */
    public boolean isAsReported() {
        if (cursor.kind() != Kind.OBJECT) {
            return false;
        }
        cursor.enter();
        while (cursor.nextKey()) {
            if (!member()) {
                return false;
            }
        }
        return prompt >= 0 && completion >= 0 && total == prompt + completion && (cached >= 0 || !misplaced);
    }

    /** What the value counts. */
    public Usage usage() {
        return Usage.reported(prompt, completion);
    }

    private boolean member() {
        if (cursor.keyIs(PROMPT)) {
            prompt = countAfter(prompt);
            return prompt >= 0;
        }
        if (cursor.keyIs(COMPLETION)) {
            completion = countAfter(completion);
            return completion >= 0;
        }
        if (cursor.keyIs(TOTAL)) {
            total = countAfter(total);
            return total >= 0;
        }
        if (cursor.keyIs(DETAILS)) {
            boolean first = !detailed;
            detailed = true;
            return first && details();
        }
        misplaced |= isMisplaced() && cursor.kind() != Kind.NULL;
        cursor.skip();
        return true;
    }

    private boolean isMisplaced() {
        for (byte[] name : MISPLACED) {
            if (cursor.keyIs(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean details() {
        if (cursor.kind() != Kind.OBJECT) {
            return cursor.skip() == Kind.NULL;
        }
        cursor.enter();
        while (cursor.nextKey()) {
            if (!cursor.keyIs(CACHED)) {
                cursor.skip();
                continue;
            }
            cached = countAfter(cached);
            if (cached < 0) {
                return false;
            }
        }
        return true;
    }

    /** Of a key that comes twice the last value counts, and it may be none. */
    private long countAfter(long before) {
        return before == NONE ? count() : NONE;
    }

    /** Consumes a value; {@link #NONE} unless it is a plain whole number. */
    private long count() {
        if (cursor.skip() != Kind.NUMBER || cursor.valueEnd() - cursor.valueStart() > MAX_DIGITS) {
            return NONE;
        }
        long count = 0;
        for (int i = cursor.valueStart(); i < cursor.valueEnd(); i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            count = 10 * count + digit;
        }
        return count;
    }
}
