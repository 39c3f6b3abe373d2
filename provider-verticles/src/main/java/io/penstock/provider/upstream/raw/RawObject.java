package io.penstock.provider.upstream.raw;

import io.penstock.shared.chat.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object taken apart one level deep. Members keep their order, their keys' spelling and the
 * white space before their values; of a key that comes twice the last value counts.
 */
public final class RawObject implements Json {

    /** Bytes that are no value: white space, a key and its colon. */
    private record Slice(byte[] bytes, int start, int end) {
        void writeTo(Buffer out) {
            out.appendBytes(bytes, start, end - start);
        }
    }

    /** @param lead what stands between the comma before a member and its value */
    private record Member(String key, Slice lead, Json value) {
        static Member of(String key, Json value) {
            byte[] lead = (RawValue.string(key) + ":").getBytes(StandardCharsets.UTF_8);
            return new Member(key, new Slice(lead, 0, lead.length), value);
        }
    }

    private final List<Member> members;
    private Slice tail = new Slice(new byte[0], 0, 0);

    public RawObject() {
        this(new ArrayList<>());
    }

    private RawObject(List<Member> members) {
        this.members = members;
    }

    /** @throws io.penstock.shared.chat.json.MalformedJsonException where the value is no valid JSON */
    public static @Nullable RawObject read(byte[] bytes, int start, int end) {
        JsonCursor cursor = new JsonCursor(bytes, start, end);
        if (cursor.kind() != JsonCursor.Kind.OBJECT) {
            return null;
        }
        RawObject object = new RawObject();
        cursor.enter();
        int lead = cursor.position();
        int last = lead;
        while (cursor.nextKey()) {
            String key = cursor.key();
            int value = cursor.position();
            cursor.skip();
            object.remove(key);
            object.members.add(
                    new Member(key, new Slice(bytes, lead, value), new RawValue(bytes, value, cursor.valueEnd())));
            last = cursor.valueEnd();
            lead = afterComma(bytes, last, end);
        }
        object.tail = new Slice(bytes, last, cursor.position() - 1);
        cursor.finish();
        return object;
    }

    /** The value as an object, or null where it is none. */
    public static @Nullable RawObject from(@Nullable Json value) {
        if (value instanceof RawObject object) {
            return object;
        }
        return value instanceof RawValue raw ? read(raw.bytes(), raw.start(), raw.end()) : null;
    }

    /** A copy whose members can be put and removed without a change to this one. */
    public RawObject copy() {
        RawObject copy = new RawObject(new ArrayList<>(members));
        copy.tail = tail;
        return copy;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean anyMember(BiPredicate<String, Json> condition) {
        return members.stream().anyMatch(member -> condition.test(member.key, member.value));
    }

    /** Whether it has a member with any other key. */
    public boolean hasOtherThan(String... keys) {
        return !List.of(keys).containsAll(members.stream().map(Member::key).toList());
    }

    /** The member's value, or null where there is none or it is {@code null}. */
    public @Nullable Json get(String key) {
        int i = find(key);
        if (i < 0) {
            return null;
        }
        Json value = members.get(i).value;
        return value instanceof RawValue raw && raw.isNull() ? null : value;
    }

    /** The member's value as bytes, or null where there is none or it is {@code null}. */
    public @Nullable RawValue value(String key) {
        Json value = get(key);
        return value == null ? null : value.raw();
    }

    /** The member's text, or null where it is no string or an empty one. */
    public @Nullable String text(String key) {
        RawValue value = value(key);
        return value != null && value.isText() ? value.text() : null;
    }

    /** The member as an object whose changes are part of this one, or null where it is none. */
    public @Nullable RawObject object(String key) {
        RawObject object = from(get(key));
        if (object != null) {
            put(key, object);
        }
        return object;
    }

    /** The member as an array whose changes are part of this object, or null where it is none. */
    public @Nullable RawArray array(String key) {
        Json value = get(key);
        if (value instanceof RawValue raw && raw.kind() == JsonCursor.Kind.ARRAY) {
            RawArray array = RawArray.read(raw);
            put(key, array);
            return array;
        }
        return value instanceof RawArray array ? array : null;
    }

    public boolean has(String key) {
        return find(key) >= 0;
    }

    /** Sets the member in its place, or adds it as the last. */
    public void put(String key, Json value) {
        int i = find(key);
        if (i < 0) {
            members.add(Member.of(key, value));
        } else {
            members.set(i, new Member(key, members.get(i).lead, value));
        }
    }

    /** Sets the member in its place, or adds it as the first. */
    public void putFirst(String key, Json value) {
        if (has(key)) {
            put(key, value);
        } else {
            members.add(0, Member.of(key, value));
        }
    }

    public void remove(String key) {
        int i = find(key);
        if (i >= 0) {
            members.remove(i);
        }
    }

    /** Gives the member another key in the same place. */
    public void rename(String key, String newKey) {
        int i = find(key);
        members.set(i, Member.of(newKey, members.get(i).value));
    }

    @Override
    public void writeTo(Buffer out) {
        out.appendByte((byte) '{');
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                out.appendByte((byte) ',');
            }
            members.get(i).lead.writeTo(out);
            members.get(i).value.writeTo(out);
        }
        tail.writeTo(out);
        out.appendByte((byte) '}');
    }

    private int find(String key) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).key.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Past the comma behind a value, if one follows. */
    private static int afterComma(byte[] bytes, int valueEnd, int end) {
        int p = valueEnd;
        while (p < end && bytes[p] != ',' && bytes[p] != '}') {
            p++;
        }
        return p + 1;
    }
}
