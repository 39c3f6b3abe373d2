package io.penstock.shared.config.yaml;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML text and the nodes it is made of. Nothing is constructed from them, so that no tag can ask for a class. */
final class YamlText {

    private YamlText() {}

    /** The one document's root. Messages tell the place of an error, never the text there. */
    static Node parse(Source source, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(32);
        options.setCodePointLimit(4 << 20);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw source.fault(mark == null ? 0 : mark.getLine() + 1, "", "not valid YAML: " + e.getProblem());
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw source.fault(line, "", "not valid YAML: a control character");
        } catch (YAMLException e) {
            throw source.fault("not valid YAML: " + e.getMessage());
        }
        if (root == null || isNull(root)) {
            throw source.fault("is empty; conf/penstock.yaml is one to start from");
        }
        return root;
    }

    /** Counted from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Whether there is a key without a value, {@code ~} or {@code null}. */
    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The node at the path below this one, or null; a name in the path may have dots in it itself. */
    static @Nullable Node find(Node node, String path) {
        if (path.isEmpty()) {
            return node;
        }
        if (node instanceof SequenceNode list && path.startsWith("[")) {
            int close = path.indexOf(']');
            int index = Integer.parseInt(path.substring(1, close));
            return index < list.getValue().size()
                    ? find(list.getValue().get(index), unDotted(path.substring(close + 1)))
                    : null;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key && path.startsWith(key.getValue())) {
                    String rest = path.substring(key.getValue().length());
                    boolean whole = rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
                    Node found = whole ? find(entry.getValueNode(), unDotted(rest)) : null;
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static String unDotted(String rest) {
        return rest.startsWith(".") ? rest.substring(1) : rest;
    }
}
