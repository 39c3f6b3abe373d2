package io.penstock.provider.contract.features;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** Writes them beside those of other runs about other providers. */
    @Override
    public synchronized void close() {
        Path file = Path.of(System.getProperty("basedir", "."), "target", "provider-features.json");
        try {
            Files.createDirectories(file.getParent());
            ObjectNode all = JSON.createObjectNode();
            for (Feature feature : Feature.values()) {
                all.withObject("/features").put(feature.name(), feature.label());
            }
            TreeMap<String, JsonNode> providers = new TreeMap<>();
            if (Files.exists(file)) {
                JSON.readTree(file.toFile())
                        .path("providers")
                        .properties()
                        .forEach(each -> providers.put(each.getKey(), each.getValue()));
            }
            byProvider.forEach((provider, findings) -> {
                ObjectNode node = JSON.createObjectNode();
                findings.forEach((feature, finding) -> node.put(feature.name(), finding.word()));
                providers.put(provider, node);
            });
            all.putObject("providers").setAll(providers);
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
