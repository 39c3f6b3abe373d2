package io.penstock.provider.upstream.normaliser.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.provider.upstream.normaliser.state.StreamIdentity;
import io.penstock.provider.upstream.normaliser.state.UsageScan;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A plain answer that is well formed already is scanned once and copied, the public model's name
 * spliced in: no tree. Anything out of the ordinary is left to the slow path, which gives the same
 * bytes and the same usage for what both can take. Used once.
 */
public final class CompletionFastPath {

    /** @param body for the client */
    public record Answer(Buffer body, Usage usage) {}

    private static final byte[] ID = "id".getBytes(US_ASCII);
    private static final byte[] OBJECT = "object".getBytes(US_ASCII);
    private static final byte[] CREATED = "created".getBytes(US_ASCII);
    private static final byte[] MODEL = "model".getBytes(US_ASCII);
    private static final byte[] CHOICES = "choices".getBytes(US_ASCII);
    private static final byte[] USAGE = "usage".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] COMPLETION = "\"chat.completion\"".getBytes(US_ASCII);

    private static final int ALL = 0b111111;

    /** Far beyond any clock. */
    private static final int MAX_CREATED_DIGITS = 15;

    private final byte[] text;
    private final byte[] model;
    private final JsonCursor cursor;
    private final Splices splices = new Splices();
    private final ContainerScan scan;
    private final UsageScan usage;
    private int seen;

    /** @param text one document, not to be changed meanwhile */
    public CompletionFastPath(byte[] text, String publicModel) {
        this.text = text;
        this.model = RawValue.string(publicModel).bytes();
        this.cursor = new JsonCursor(text);
        this.scan = new ContainerScan(text, cursor, splices);
        this.usage = new UsageScan(text, cursor);
    }

    /** Returns null where the document must take the slow path; what it is, only that one can tell. */
    public @Nullable Answer take() {
        try {
            return scan();
        } catch (MalformedJsonException noJson) {
            return null;
        }
    }

    private @Nullable Answer scan() {
        if (!scan.enterObject()) {
            return null;
        }
        int start = cursor.position() - 1;
        while (scan.nextKey()) {
            if (!member()) {
                return null;
            }
        }
        int end = cursor.position();
        cursor.finish();
        if (seen != ALL) {
            return null;
        }
        Buffer out = Buffer.buffer(splices.length(start, end));
        splices.copy(text, start, end, out);
        return new Answer(out, usage.usage());
    }

    private boolean member() {
        if (cursor.keyIs(CHOICES)) {
            return first(1) && new WholeChoiceScan(cursor, splices, scan).all();
        }
        if (cursor.keyIs(MODEL)) {
            return first(2) && putModel();
        }
        if (cursor.keyIs(ID)) {
            return first(4) && isId();
        }
        if (cursor.keyIs(CREATED)) {
            return first(8) && isCreated();
        }
        if (cursor.keyIs(OBJECT)) {
            return first(16) && isCompletion();
        }
        if (cursor.keyIs(USAGE)) {
            return first(32) && usage.isAsReported();
        }
        return (!cursor.keyIs(ERROR) || cursor.kind() == Kind.NULL) && scan.passOther();
    }

    private boolean first(int bit) {
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }

    private boolean putModel() {
        cursor.skip();
        if (!cursor.valueIs(model)) {
            splices.replace(cursor.valueStart(), cursor.valueEnd(), model);
        }
        return true;
    }

    /** An id with escapes is written anew. */
    private boolean isId() {
        if (cursor.skip() != Kind.STRING || cursor.valueEscaped()) {
            return false;
        }
        int length = cursor.valueEnd() - cursor.valueStart();
        return length > 2 && length <= StreamIdentity.MAX_ID_BYTES;
    }

    /** A positive whole number. */
    private boolean isCreated() {
        if (cursor.skip() != Kind.NUMBER || cursor.valueEnd() - cursor.valueStart() > MAX_CREATED_DIGITS) {
            return false;
        }
        for (int i = cursor.valueStart(); i < cursor.valueEnd(); i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return text[cursor.valueStart()] != '0';
    }

    /** It may say "error" just as well. */
    private boolean isCompletion() {
        cursor.skip();
        return cursor.valueIs(COMPLETION);
    }
}
