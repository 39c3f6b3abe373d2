package io.penstock.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** README's tables of what each provider can do, made of what the contract suite saw. */
final class ProviderTable {

    private static final List<ProviderType> NATIVE = List.of(
            ProviderType.OPENAI,
            ProviderType.ANTHROPIC,
            ProviderType.GEMINI,
            ProviderType.BEDROCK,
            ProviderType.AZURE,
            ProviderType.COHERE);

    private static final Map<String, String> CELLS = Map.of(
            "yes", "✓", "sent", "✓", "clamped", "clamped", "adapted", "adapted", "dropped", "dropped", "refused",
            "refused");

    private final JsonNode features;
    private final JsonNode providers;

    /** @param findings as the suite has written them */
    ProviderTable(JsonNode findings) {
        this.features = findings.path("features");
        this.providers = findings.path("providers");
    }

    String markdown() {
        List<ProviderType> others = new ArrayList<>(List.of(ProviderType.values()));
        others.removeAll(NATIVE);
        others.remove(ProviderType.ECHO);
        return table(NATIVE) + "\n" + table(others);
    }

    private String table(List<ProviderType> columns) {
        StringBuilder table = new StringBuilder("| |");
        columns.forEach(type -> table.append(" ").append(type.word()).append(" |"));
        table.append("\n|---|").append("---|".repeat(columns.size())).append("\n");
        features.properties().forEach(feature -> {
            table.append("| ").append(feature.getValue().asText()).append(" |");
            for (ProviderType type : columns) {
                String finding =
                        providers.path(type.word()).path(feature.getKey()).asText();
                table.append(" ").append(CELLS.getOrDefault(finding, "–")).append(" |");
            }
            table.append("\n");
        });
        return table.toString();
    }
}
