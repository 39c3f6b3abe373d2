package io.penstock.provider.upstream.normaliser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.provider.upstream.normaliser.splice.Splices;
import io.penstock.provider.upstream.normaliser.state.Choice;
import io.penstock.provider.upstream.normaliser.state.Choices;
import io.penstock.provider.upstream.normaliser.state.StreamIdentity;
import io.penstock.provider.upstream.normaliser.state.ToolCall;
import io.penstock.provider.upstream.normaliser.state.UsageTally;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/**
 * A chunk that is well formed already is scanned once and copied, its identity spliced in: no tree,
 * nothing allocated but the output's growth. Anything out of the ordinary is left, untouched, to
 * {@link ChunkRewriter}, which gives the same result for what both can take.
 */
final class FastPath {

    private static final byte[] ID = "id".getBytes(US_ASCII);
    private static final byte[] OBJECT = "object".getBytes(US_ASCII);
    private static final byte[] CREATED = "created".getBytes(US_ASCII);
    private static final byte[] MODEL = "model".getBytes(US_ASCII);
    private static final byte[] CHOICES = "choices".getBytes(US_ASCII);
    private static final byte[] USAGE = "usage".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] GROQ = "x_groq".getBytes(US_ASCII);

    private static final int ALL = 0b11111;

    private final StreamIdentity identity;
    private final Choices choices;
    private final UsageTally usage;
    private final ChunkOutput output;
    private final boolean includeUsage;

    private final JsonCursor cursor = new JsonCursor(new byte[0]);
    private final Splices splices = new Splices();
    private final ChoiceScan scan = new ChoiceScan(cursor, splices);
    private final ChunkTemplate template = new ChunkTemplate();
    private int seen;

    FastPath(StreamIdentity identity, Choices choices, UsageTally usage, ChunkOutput output, boolean includeUsage) {
        this.identity = identity;
        this.choices = choices;
        this.usage = usage;
        this.output = output;
        this.includeUsage = includeUsage;
    }

    /**
     * Returns false, having changed nothing, where the chunk must take the slow path.
     *
     * @throws io.penstock.shared.chat.json.MalformedJsonException where the text is no JSON
     */
    boolean take(byte[] text, int start, int end) {
        if (!identity.isFixed()) {
            return false;
        }
        cursor.reset(text, start, end);
        if (cursor.kind() != Kind.OBJECT) {
            return false;
        }
        splices.clear();
        scan.clear(text);
        seen = 0;
        cursor.enter();
        while (cursor.nextKey()) {
            if (!member(text)) {
                return false;
            }
        }
        cursor.finish();
        Choice choice = seen == ALL ? choices.find(scan.index()) : null;
        if (choice == null || !choice.isOpened() || !takeToolArguments(choice)) {
            return false;
        }
        usage.addText(scan.textBytes());
        output.offer(text, start, end, splices, scan.textBytes() > 0);
        if (template.isLearning() && scan.isOneText()) {
            template.learn(text, start, end, scan.textStart(), scan.textEnd(), splices, scan.index());
        }
        return true;
    }

    /** The same for a chunk that differs from the one before in its text alone; false for any other. */
    boolean takeAlike(byte[] text, int start, int end) {
        if (!template.matches(text, start, end)) {
            return false;
        }
        Choice choice = choices.find(template.index());
        if (choice == null || !choice.isOpened()) {
            return false;
        }
        usage.addText(template.textBytes());
        output.offer(text, template);
        return true;
    }

    private boolean member(byte[] text) {
        if (cursor.keyIs(CHOICES)) {
            return first(1) && scan.only();
        }
        if (cursor.keyIs(MODEL)) {
            return first(2) && replace(identity.model().bytes());
        }
        if (cursor.keyIs(ID)) {
            return first(4) && replace(identity.id().bytes());
        }
        if (cursor.keyIs(CREATED)) {
            return first(8) && replace(identity.created().bytes());
        }
        if (cursor.keyIs(OBJECT)) {
            return first(16) && isChunk();
        }
        if (cursor.keyIs(USAGE)) {
            return cursor.kind() == Kind.NULL && passNullUsage(text);
        }
        if (cursor.keyIs(ERROR) || cursor.keyIs(GROQ)) {
            return cursor.skip() == Kind.NULL;
        }
        cursor.skip();
        return true;
    }

    private boolean first(int bit) {
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }

    private boolean replace(byte[] value) {
        cursor.skip();
        if (!cursor.valueIs(value)) {
            splices.replace(cursor.valueStart(), cursor.valueEnd(), value);
        }
        return true;
    }

    /** It may say "error" just as well. */
    private boolean isChunk() {
        cursor.skip();
        return cursor.valueIs(identity.object().bytes());
    }

    /** OpenAI writes a null usage into every chunk once it was asked for usage, as Penstock always asks. */
    private boolean passNullUsage(byte[] text) {
        int comma = cursor.keyStart() - 2;
        cursor.skip();
        if (includeUsage) {
            return true;
        }
        while (text[comma] <= ' ') {
            comma--;
        }
        if (text[comma] != ',') {
            return false;
        }
        splices.cut(comma, cursor.valueEnd());
        return true;
    }

    private boolean takeToolArguments(Choice choice) {
        if (scan.toolIndex() < 0) {
            return true;
        }
        ToolCall call = choice.toolCalls().atSameIndex(scan.toolIndex());
        if (call == null) {
            return false;
        }
        call.tookArguments();
        return true;
    }
}
