package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import org.jspecify.annotations.Nullable;

/**
 * What all chunks of a stream have in common. The first id and time of creation that upstream sends
 * win, Penstock's own where a chunk must go out before there are any; the model is the public name.
 */
public final class StreamIdentity {

    /** Of a provider's id, quotes included; one that is longer is replaced. */
    public static final int MAX_ID_BYTES = 512;

    private final RawValue object;
    private final RawValue model;
    private @Nullable RawValue id;
    private @Nullable RawValue created;

    /** @param object the constant of this kind of answer */
    public StreamIdentity(String object, String publicModel) {
        this.object = RawValue.string(object);
        this.model = RawValue.string(publicModel);
    }

    /** Takes from a chunk what is not known yet. */
    public void offer(RawObject chunk) {
        if (id == null) {
            RawValue given = chunk.value("id");
            if (given != null && given.isText() && given.end() - given.start() <= MAX_ID_BYTES) {
                id = RawValue.string(given.text());
            }
        }
        if (created == null) {
            RawValue given = chunk.value("created");
            long seconds = given == null ? -1 : given.integer();
            if (seconds > 0 && seconds < Long.MAX_VALUE) {
                created = RawValue.number(seconds);
            }
        }
    }

    /** Puts all four members into a chunk that is about to go out. */
    public void stamp(RawObject chunk) {
        chunk.putFirst("model", model);
        chunk.putFirst("created", created());
        chunk.putFirst("object", object);
        chunk.putFirst("id", id());
    }

    /** Whether no chunk can change the identity any more. */
    public boolean isFixed() {
        return id != null && created != null;
    }

    public RawValue id() {
        if (id == null) {
            id = RawValue.string(CompletionIds.completion());
        }
        return id;
    }

    public RawValue created() {
        if (created == null) {
            created = RawValue.number(System.currentTimeMillis() / 1000);
        }
        return created;
    }

    public RawValue object() {
        return object;
    }

    public RawValue model() {
        return model;
    }
}
