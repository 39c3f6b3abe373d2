package io.penstock.provider.contract.features;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The findings of one run of tests, by provider type. Any thread. */
public final class Findings implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, EnumMap<Feature, Finding>> byProvider = new TreeMap<>();

    /** A later finding about the same feature must be the same. */
    public synchronized void add(String provider, Feature feature, Finding finding) {
        Finding before = byProvider
                .computeIfAbsent(provider, fresh -> new EnumMap<>(Feature.class))
                .put(feature, finding);
        if (before != null && before != finding) {
            throw new AssertionError(feature + " of " + provider + " is " + before + " and " + finding);
        }
    }

    /** Writes a file of its own for each provider: several processes may run the suite. */
    @Override
    public synchronized void close() {
        Path folder = Path.of(System.getProperty("basedir", "."), "target", "provider-features");
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, EnumMap<Feature, Finding>> provider : byProvider.entrySet()) {
                ObjectNode findings = JSON.createObjectNode();
                for (Map.Entry<Feature, Finding> each : provider.getValue().entrySet()) {
                    findings.put(each.getKey().label(), each.getValue().word());
                }
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValue(folder.resolve(provider.getKey() + ".json").toFile(), findings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
