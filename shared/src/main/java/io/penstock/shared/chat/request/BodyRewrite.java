package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.BodyParameters.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One body on its way to new parameters: read once, then cut and joined. */
final class BodyRewrite {

    private static final byte[] NOTHING = {};
    private static final byte[] MODEL = RequestField.MODEL.param().getBytes(US_ASCII);
    private static final byte[] MODELS = RequestField.MODELS.param().getBytes(US_ASCII);
    private static final Rule DROP_MODELS = new Rule(Rule.Kind.OVERRIDE, RequestField.MODELS.param(), null);

    private final byte[] body;
    private final BodyParameters parameters;
    private final @Nullable Rule model;
    private final boolean dropModels;

    private final List<Member> members = new ArrayList<>();
    /** Rules of which the client sent a value. */
    private final Set<Rule> sent = new HashSet<>();
    /** Rules whose value stands in the new body. */
    private final Set<Rule> written = new HashSet<>();

    private final List<BodyEdit> edits = new ArrayList<>();

    /**
     * @param lead where what stands before it begins: white space, and the comma of all but the first
     * @param start of its name
     */
    private record Member(
            int lead, int start, Span value, @Nullable Rule rule, boolean isNull) {}

    BodyRewrite(byte[] body, BodyParameters parameters, @Nullable String model, boolean dropModels) {
        this.body = body;
        this.parameters = parameters;
        this.model = model == null ? null : new Rule(Rule.Kind.OVERRIDE, RequestField.MODEL.param(), quoted(model));
        this.dropModels = dropModels;
    }

    byte[] rewrite() {
        int end = read();
        boolean empty = true;
        for (Member member : members) {
            if (isDropped(member)) {
                edits.add(new BodyEdit(new Span(member.lead, member.value.end()), NOTHING));
                continue;
            }
            if (empty && member != members.get(0)) {
                edits.add(new BodyEdit(new Span(member.lead, member.start), firstLead()));
            }
            empty = false;
            replace(member);
        }
        append(end, empty);
        return edits.isEmpty() ? body : BodyEdit.apply(body, edits);
    }

    /** Takes down the members; gives where the last one ends. */
    private int read() {
        JsonCursor cursor = new JsonCursor(body);
        cursor.enter();
        int end = cursor.position();
        while (cursor.nextKey()) {
            Rule rule = rule(cursor);
            int start = cursor.keyStart() - 1;
            boolean isNull = cursor.skip() == Kind.NULL;
            members.add(new Member(end, start, new Span(cursor.valueStart(), cursor.valueEnd()), rule, isNull));
            if (rule != null && !isNull) {
                sent.add(rule);
            }
            end = cursor.valueEnd();
        }
        return end;
    }

    private @Nullable Rule rule(JsonCursor cursor) {
        if (model != null && cursor.keyIs(MODEL)) {
            return model;
        }
        return dropModels && cursor.keyIs(MODELS) ? DROP_MODELS : parameters.of(cursor);
    }

    private boolean isDropped(Member member) {
        Rule rule = member.rule;
        if (rule == null || rule.kind == Rule.Kind.WATCH) {
            return false;
        }
        if (rule.kind == Rule.Kind.DEFAULT) {
            return member.isNull && isDue(rule);
        }
        return rule.value == null || written.contains(rule);
    }

    /** Whether the client sent nothing in the default's place. A twin that is dropped was not sent. */
    private boolean isDue(Rule rule) {
        Rule twin = rule.twin == null ? null : parameters.rules().get(rule.twin);
        boolean twinSent = twin != null && twin.kind != Rule.Kind.OVERRIDE && sent.contains(twin);
        return !sent.contains(rule) && !twinSent;
    }

    private void replace(Member member) {
        Rule rule = member.rule;
        if (rule == null || rule.kind != Rule.Kind.OVERRIDE || rule.value == null) {
            return;
        }
        written.add(rule);
        int from = member.value.start();
        int to = member.value.end();
        if (!Arrays.equals(body, from, to, rule.value, 0, rule.value.length)) {
            edits.add(new BodyEdit(member.value, rule.value));
        }
    }

    private void append(int end, boolean empty) {
        List<Rule> missing = new ArrayList<>();
        if (model != null && !written.contains(model)) {
            missing.add(model);
        }
        for (Rule rule : parameters.rules().values()) {
            boolean due = rule.kind == Rule.Kind.DEFAULT ? isDue(rule) : !written.contains(rule);
            if (rule.value != null && due) {
                missing.add(rule);
            }
        }
        byte[] separator = {','};
        for (int i = 0; i < missing.size(); i++) {
            if (!empty || i > 0) {
                edits.add(new BodyEdit(new Span(end, end), separator));
            }
            edits.add(new BodyEdit(new Span(end, end), missing.get(i).member));
        }
    }

    /** What stands before the first member; no comma is there. */
    private byte[] firstLead() {
        return Arrays.copyOfRange(body, members.get(0).lead, members.get(0).start);
    }

    private static String quoted(String text) {
        return new String(BodySplice.quoted(text), UTF_8);
    }
}
