package io.penstock.shared.config.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Any value of the file as JSON text. Numbers keep their digits. What YAML reads otherwise than JSON
 * would, such as {@code 0x10}, {@code 1_000} or {@code yes}, is refused rather than guessed at. A
 * variable stands in texts only, and what it holds stays text.
 */
final class JsonValues {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Set<Tag> TEXTS = Set.of(Tag.STR, Tag.TIMESTAMP);

    /** Aliases may refer to what they stand in, or double again and again. */
    private static final int DEEPEST = 32;

    private static final int LONGEST = 64 << 10;

    private final StringBuilder json = new StringBuilder();

    private JsonValues() {}

    /** Null for a text that the environment left nothing of. */
    static @Nullable String of(Place place) {
        if (isText(place.node())) {
            String text = place.scalar(each -> each);
            return text == null ? null : quoted(text);
        }
        JsonValues values = new JsonValues();
        values.add(place, 0);
        return values.json.toString();
    }

    private void add(Place place, int depth) {
        if (depth > DEEPEST) {
            throw place.fault("is nested deeper than " + DEEPEST + " levels");
        }
        if (json.length() > LONGEST) {
            throw place.fault("is longer than " + LONGEST + " characters of JSON");
        }
        if (place.node() instanceof MappingNode mapping && mapping.getTag().equals(Tag.MAP)) {
            addMembers(place, mapping.getValue(), depth);
        } else if (place.node() instanceof SequenceNode sequence
                && sequence.getTag().equals(Tag.SEQ)) {
            addElements(place, sequence.getValue(), depth);
        } else if (isText(place.node())) {
            String text = place.scalar(each -> each);
            json.append(quoted(text == null ? "" : text));
        } else {
            json.append(literal(place));
        }
    }

    private void addMembers(Place place, List<NodeTuple> members, int depth) {
        Set<String> names = new HashSet<>();
        json.append('{');
        for (NodeTuple member : members) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                throw place.at("", member.getKeyNode()).fault("has a key that is not plain text");
            }
            String name = key.getValue();
            if (key.getTag().equals(Tag.MERGE)) {
                throw place.at(name, key).fault("is not for JSON; write the keys out");
            }
            if (!names.add(name)) {
                throw place.at(name, key).fault("is there already");
            }
            json.append(names.size() > 1 ? "," : "").append(quoted(name)).append(':');
            add(place.at(name, member.getValueNode()), depth + 1);
        }
        json.append('}');
    }

    private void addElements(Place place, List<Node> elements, int depth) {
        json.append('[');
        for (int i = 0; i < elements.size(); i++) {
            json.append(i > 0 ? "," : "");
            add(place.at("[" + i + "]", elements.get(i)), depth + 1);
        }
        json.append(']');
    }

    private static String literal(Place place) {
        if (place.isNothing()) {
            return "null";
        }
        if (place.node() instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            if (scalar.getTag().equals(Tag.BOOL)) {
                if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                    return Boolean.toString(Boolean.parseBoolean(text));
                }
                throw place.fault("", "is neither true nor false; a text goes into quotes");
            }
            if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) {
                if (NUMBER.matcher(text).matches()) {
                    return text;
                }
                throw place.fault(
                        "", "is not a number as JSON writes it, such as 1000 or 0.5; a text goes into quotes");
            }
        }
        throw place.fault("has a tag that JSON knows nothing of");
    }

    private static boolean isText(@Nullable Node node) {
        return node instanceof ScalarNode && TEXTS.contains(node.getTag());
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
