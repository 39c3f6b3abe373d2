package io.penstock.provider.openai.body;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.JsonText;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.BodyEdit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of an object or an element of an array, as it came, and what is to become of it. */
public final class Member {

    private final byte[] body;
    /** Empty for an element of an array. */
    private final String key;
    /** Where what stands before it begins: white space, and the comma of all but the first. */
    private final int lead;

    private final Span name;
    private final Span value;
    private final Kind kind;
    private final List<BodyEdit> inside;

    private boolean removed;
    private byte @Nullable [] newName;
    private byte @Nullable [] newValue;

    Member(byte[] body, String key, int lead, Span name, Span value, Kind kind, List<BodyEdit> inside) {
        this.body = body;
        this.key = key;
        this.lead = lead;
        this.name = name;
        this.value = value;
        this.kind = kind;
        this.inside = inside;
    }

    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isRemoved() {
        return removed;
    }

    /** Its value as it came, or as it is now to be. */
    public byte[] json() {
        return newValue == null ? Arrays.copyOfRange(body, value.start(), value.end()) : newValue;
    }

    /** A string's text; null for any other value. */
    public @Nullable String text() {
        return kind == Kind.STRING ? cursor().string() : null;
    }

    /** Over its value. */
    public JsonCursor cursor() {
        return new JsonCursor(body, value.start(), value.end());
    }

    public Container container() {
        return Container.read(body, cursor());
    }

    public void remove() {
        removed = true;
    }

    public void rename(String to) {
        newName = quoted(to);
    }

    public void set(byte[] json) {
        newValue = json;
    }

    public void set(String json) {
        set(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Changes inside the value, in the order of the body. */
    public void change(List<BodyEdit> edits) {
        inside.addAll(edits);
    }

    /** Changes inside the value, ahead of all others. */
    public void changeFirst(List<BodyEdit> edits) {
        inside.addAll(0, edits);
    }

    int lead() {
        return lead;
    }

    public int start() {
        return name.start();
    }

    int end() {
        return value.end();
    }

    void addTo(List<BodyEdit> edits) {
        if (newName != null) {
            edits.add(new BodyEdit(name, newName));
        }
        if (newValue != null) {
            edits.add(new BodyEdit(value, newValue));
        } else {
            edits.addAll(inside);
        }
    }

    public static byte[] quoted(String text) {
        return ('"' + new String(JsonText.escape(text), StandardCharsets.UTF_8) + '"').getBytes(StandardCharsets.UTF_8);
    }
}
