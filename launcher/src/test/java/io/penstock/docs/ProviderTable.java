package io.penstock.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    private final Map<String, JsonNode> findings;

    /** @param findings by the provider's word, as the suite has written them */
    ProviderTable(Map<String, JsonNode> findings) {
        this.findings = findings;
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
        for (String feature : features()) {
            table.append("| ").append(feature).append(" |");
            for (ProviderType type : columns) {
                String finding = findingsOf(type).path(feature).asText();
                table.append(" ").append(CELLS.getOrDefault(finding, "–")).append(" |");
            }
            table.append("\n");
        }
        return table.toString();
    }

    /** In the suite's order, which OpenAI's findings have: it is asked for all of them. */
    private List<String> features() {
        List<String> features = new ArrayList<>();
        findingsOf(ProviderType.OPENAI).fieldNames().forEachRemaining(features::add);
        return features;
    }

    private JsonNode findingsOf(ProviderType type) {
        return Objects.requireNonNull(findings.get(type.word()), () -> "no findings of " + type.word());
    }
}
