package io.penstock.shared.config.yaml;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.value.Nearest;
import io.penstock.shared.config.value.Secret;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of the file, read key by key. A key that is absent and one without a value are the
 * same: both take the default. Every method throws {@link ConfigException} for what it
 * cannot read.
 */
final class Section {

    private final String name;
    private final Place place;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    Section(Place place) {
        this("", place);
    }

    private Section(String name, Place place) {
        this.name = name;
        this.place = place;
        if (place.node() instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else if (!place.isNothing()) {
            throw place.fault("must be a section of keys, such as { key: value }");
        }
    }

    private void add(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            throw place.at("", entry.getKeyNode()).fault("has a key that is not plain text");
        }
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            throw place.key(key.getValue(), key)
                    .fault("is there already, on line " + YamlText.line(first.getKeyNode()));
        }
    }

    /** Reads the record of that type: allows its components as keys, and gives its complaints their place. */
    <T extends Record> T read(Class<T> type, Function<Section, T> reader) {
        return read(
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList(),
                reader);
    }

    /** The same for what is written otherwise than the record is made of. */
    <T> T read(List<String> allowed, Function<Section, T> reader) {
        entries.forEach((key, entry) -> {
            if (!allowed.contains(key)) {
                throw place.key(key, entry.getKeyNode())
                        .fault("unknown key" + Nearest.choices(key, allowed, "allowed"));
            }
        });
        return place.guarded(() -> reader.apply(this));
    }

    <T> T value(String key, Function<String, T> parser, T fallback) {
        T value = optional(key, parser);
        return value == null ? fallback : value;
    }

    <T> T required(String key, Function<String, T> parser) {
        T value = optional(key, parser);
        if (value == null) {
            throw place.fault(key, "is missing");
        }
        return value;
    }

    <T> @Nullable T optional(String key, Function<String, T> parser) {
        Place at = at(key);
        return at.isNothing() ? null : at.scalar(parser);
    }

    /** The section under that key, an empty one where there is none. */
    Section section(String key) {
        return new Section(key, at(key));
    }

    /** The key that this section stands under; empty for an item of a list. */
    String name() {
        return name;
    }

    ConfigException fault(String relative, String problem) {
        return place.fault(relative, problem);
    }

    /** Whether there is a value under that key. */
    boolean has(String key) {
        return !at(key).isNothing();
    }

    /** Whether the key is there, with a value or without. */
    boolean hasKey(String key) {
        return entries.containsKey(key);
    }

    /** The single values in the list under that key; empty where there is none. */
    <T> List<T> values(String key, Function<String, T> parser) {
        return list(key, item -> {
            T value = item.isNothing() ? null : item.scalar(parser);
            if (value == null) {
                throw item.fault("is empty");
            }
            return value;
        });
    }

    /** The sections in the list under that key; empty where there is none. */
    <T> List<T> sections(String key, Function<Section, T> reader) {
        return list(key, item -> reader.apply(new Section(item)));
    }

    /** The secret under that key. */
    Secret secret(String key) {
        if (!hasKey(key)) {
            throw place.fault(key, "is missing");
        }
        return at(key).secret();
    }

    /** What is in the list under that key, each as a single value or as a section; empty where there is none. */
    <T> List<T> either(String key, Function<Place, T> single, Function<Section, T> section) {
        return list(
                key,
                item -> item.node() instanceof MappingNode ? section.apply(new Section(item)) : single.apply(item));
    }

    /** Every key of this section and what stands there, null too, in the order of the file. */
    Map<String, Place> places() {
        Map<String, Place> result = new LinkedHashMap<>();
        entries.keySet().forEach(key -> result.put(key, at(key)));
        return result;
    }

    /** Every key of this section as a section of its own, in the order of the file. */
    <T> Map<String, T> named(Function<Section, T> reader) {
        Map<String, T> result = new LinkedHashMap<>();
        entries.keySet().forEach(key -> result.put(key, reader.apply(section(key))));
        return result;
    }

    private <T> List<T> list(String key, Function<Place, T> reader) {
        Place at = at(key);
        if (at.isNothing()) {
            return List.of();
        }
        if (!(at.node() instanceof SequenceNode sequence)) {
            throw at.fault("must be a list, such as [first, second]");
        }
        List<T> result = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            result.add(reader.apply(at.at("[" + result.size() + "]", item)));
        }
        return result;
    }

    private Place at(String key) {
        NodeTuple entry = entries.get(key);
        return place.at(key, entry == null ? null : entry.getValueNode());
    }
}
