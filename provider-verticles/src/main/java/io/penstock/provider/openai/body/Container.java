package io.penstock.provider.openai.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.BodyEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object or an array of the body, taken apart one level deep, to be changed in its place. */
public final class Container {

    private static final byte[] NOTHING = {};

    /** Reads values of its own choice while the container is read, so that they are not read twice. */
    @FunctionalInterface
    public interface Inside {
        Inside NONE = (key, cursor) -> null;

        /**
         * @param cursor before the value
         * @return the changes inside it, the value consumed; null where it was left
         */
        @Nullable
        List<BodyEdit> read(String key, JsonCursor cursor);
    }

    private final List<Member> members = new ArrayList<>();
    private final Map<String, String> added = new LinkedHashMap<>();
    private int end;

    private Container() {}

    public static Container read(byte[] body, JsonCursor cursor) {
        return read(body, cursor, Inside.NONE);
    }

    /** @throws io.penstock.shared.chat.json.MalformedJsonException where it is neither object nor array */
    public static Container read(byte[] body, JsonCursor cursor, Inside inside) {
        Container container = new Container();
        boolean object = cursor.kind() == Kind.OBJECT;
        cursor.enter();
        container.end = cursor.position();
        while (object ? cursor.nextKey() : cursor.nextElement()) {
            container.member(body, cursor, object, inside);
        }
        return container;
    }

    private void member(byte[] body, JsonCursor cursor, boolean named, Inside inside) {
        String key = named ? cursor.key() : "";
        int from = cursor.position();
        Span name = named ? new Span(cursor.keyStart() - 1, cursor.keyEnd() + 1) : new Span(from, from);
        Kind kind = cursor.kind();
        List<BodyEdit> edits = inside.read(key, cursor);
        if (edits == null) {
            cursor.skip();
            edits = new ArrayList<>();
        }
        int to = cursor.position();
        members.add(new Member(body, key, end, name, new Span(from, to), kind, edits));
        end = to;
    }

    public List<Member> members() {
        return members;
    }

    /** The member of that name that counts, or null; null and removed ones do not. */
    public @Nullable Member get(String key) {
        Member found = null;
        for (Member member : members) {
            if (member.key().equals(key) && !member.isRemoved() && member.kind() != Kind.NULL) {
                found = member;
            }
        }
        return found;
    }

    /** The text of that member, or null where it is none. */
    public @Nullable String text(String key) {
        Member member = get(key);
        return member == null ? null : member.text();
    }

    /** Removes all of that name, null or not. */
    public void remove(String key) {
        for (Member member : members) {
            if (member.key().equals(key)) {
                member.remove();
            }
        }
    }

    /** What is put there under a name that it did not have, or null. */
    public @Nullable String added(String key) {
        return added.get(key);
    }

    /** Puts a value in place of all that have that name, at the end where there is none. */
    public void put(String key, String json) {
        Member member = get(key);
        if (member != null) {
            member.set(json);
            return;
        }
        remove(key);
        added.put(key, json);
    }

    public boolean isEmpty() {
        return added.isEmpty() && members.stream().allMatch(Member::isRemoved);
    }

    /** What all that makes of the body, in the body's order. */
    public List<BodyEdit> edits() {
        List<BodyEdit> edits = new ArrayList<>();
        boolean kept = false;
        for (Member member : members) {
            if (member.isRemoved()) {
                edits.add(new BodyEdit(new Span(member.lead(), member.end()), NOTHING));
                continue;
            }
            if (!kept && member != members.get(0)) {
                edits.add(new BodyEdit(new Span(member.lead(), member.start()), NOTHING));
            }
            kept = true;
            member.addTo(edits);
        }
        for (Map.Entry<String, String> each : added.entrySet()) {
            String member = new String(Member.quoted(each.getKey()), UTF_8) + ":" + each.getValue();
            edits.add(new BodyEdit(new Span(end, end), ((kept ? "," : "") + member).getBytes(UTF_8)));
            kept = true;
        }
        return edits;
    }
}
