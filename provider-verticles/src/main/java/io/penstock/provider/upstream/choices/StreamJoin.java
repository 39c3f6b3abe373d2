package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.raw.Json;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.sse.SseParser;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event by event, in the order in which they come: under one id, each choice under its own index. A choice's
 * finish waits until every choice has begun: openai-java takes an answer for complete once all choices that
 * it has seen have finished.
 */
final class StreamJoin implements AnswerJoin {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final int choices;
    private final boolean includeUsage;
    private final List<SseParser> parsers = new ArrayList<>();
    private final BitSet begun = new BitSet();
    private final UsageSum usages = new UsageSum();
    private Buffer out = Buffer.buffer();
    /** Chunks that wait for the last choice to begin. */
    private Buffer held = Buffer.buffer(0);

    private @Nullable RawValue id;
    private @Nullable RawValue created;
    /** One of the chunks that tell usage, to tell the whole in its form. */
    private @Nullable RawObject usageChunk;

    /** @param includeUsage whether the client asked for the usage chunk */
    StreamJoin(int choices, boolean includeUsage) {
        this.choices = choices;
        this.includeUsage = includeUsage;
        for (int i = 0; i < choices; i++) {
            int choice = i;
            parsers.add(new SseParser((bytes, start, end, name) -> event(choice, bytes, start, end)));
        }
    }

    @Override
    public Buffer add(int choice, Buffer bytes) {
        byte[] fed = bytes.getBytes();
        parsers.get(choice).feed(fed, 0, fed.length);
        return take();
    }

    @Override
    public Buffer end(Usage usage) {
        out.appendBuffer(held);
        RawObject last = usageChunk;
        if (includeUsage && last != null) {
            last.put("usage", usages.total(usage));
            write(last, out);
        }
        out.appendString("data: [DONE]\n\n");
        return take();
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    private Buffer take() {
        Buffer taken = out;
        out = Buffer.buffer();
        return taken;
    }

    private void event(int choice, byte[] bytes, int start, int end) {
        if (Arrays.equals(bytes, start, end, DONE, 0, DONE.length)) {
            return;
        }
        RawObject chunk = RawObject.read(bytes, start, end);
        RawArray parts = chunk == null ? null : chunk.array("choices");
        if (chunk == null || parts == null) {
            throw new MalformedJsonException("a chunk without choices", start);
        }
        stamp(chunk);
        RawObject usage = RawObject.from(chunk.get("usage"));
        if (usage != null) {
            usages.add(usage);
            chunk.remove("usage");
            if (parts.isEmpty()) {
                // The parser's bytes are its own: what stays is copied.
                RawValue copy = chunk.raw();
                usageChunk = RawObject.read(copy.bytes(), copy.start(), copy.end());
                return;
            }
        }
        boolean finished = false;
        for (int i = 0; i < parts.size(); i++) {
            RawObject part = parts.object(i);
            if (part != null) {
                part.put("index", RawValue.number(choice));
                finished |= part.get("finish_reason") != null;
                begun.set(choice);
            }
        }
        place(chunk, finished);
    }

    private void place(RawObject chunk, boolean finished) {
        boolean allBegun = begun.cardinality() == choices;
        write(chunk, finished && !allBegun ? held : out);
        if (allBegun && held.length() > 0) {
            out.appendBuffer(held);
            held = Buffer.buffer(0);
        }
    }

    private void stamp(RawObject chunk) {
        RawValue ownId = id == null ? copy(chunk.value("id")) : id;
        RawValue ownCreated = created == null ? copy(chunk.value("created")) : created;
        id = ownId;
        created = ownCreated;
        put(chunk, "id", ownId);
        put(chunk, "created", ownCreated);
    }

    private static void put(RawObject chunk, String key, @Nullable Json value) {
        if (value != null) {
            chunk.put(key, value);
        }
    }

    private static @Nullable RawValue copy(@Nullable RawValue value) {
        return value == null ? null : new RawValue(value.toBytes(), 0, value.end() - value.start());
    }

    private static void write(Json chunk, Buffer to) {
        to.appendString("data: ");
        chunk.writeTo(to);
        to.appendString("\n\n");
    }
}
