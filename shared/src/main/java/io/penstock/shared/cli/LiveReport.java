package io.penstock.shared.cli;

import io.penstock.shared.check.KeyFinding;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which keys work, for a person to read. No key is in it: they are told apart by their places and variables. */
final class LiveReport {

    private static final int LONGEST_WORDS = 200;

    private final Config config;
    private final Map<String, List<KeyFinding>> findings;

    LiveReport(Config config, List<KeyFinding> findings) {
        this.config = config;
        this.findings = findings.stream().collect(Collectors.groupingBy(KeyFinding::provider));
    }

    /** Whether every key that is set works, and every provider that asks for none answers. */
    boolean isGood() {
        return findings.values().stream()
                .flatMap(List::stream)
                .allMatch(finding -> finding.outcome() == KeyFinding.Outcome.WORKS || isAway(finding));
    }

    void writeTo(PrintWriter out) {
        Table table = new Table("PROVIDER", "KEY", "FROM", "RESULT");
        config.providers().forEach((name, provider) -> add(table, name, provider));
        table.writeTo(out);
    }

    private void add(Table table, String name, ProviderConfig provider) {
        if (!provider.isEnabled()) {
            table.add(name, "", "", ProviderState.disabled(provider));
            return;
        }
        List<KeyFinding> own = findings.getOrDefault(name, List.of());
        if (own.isEmpty()) {
            table.add(name, "", "", "works: it has nothing to ask");
        }
        own.stream()
                .filter(finding -> finding.key() == KeyFinding.NO_KEY)
                .forEach(finding -> table.add(name, "", String.join(", ", provider.setVariables()), result(finding)));
        for (int i = 0; i < provider.apiKeys().size(); i++) {
            addKey(table, name, i, provider.apiKeys().get(i), own);
        }
    }

    private void addKey(Table table, String name, int place, ApiKeyConfig key, List<KeyFinding> own) {
        String shown = "apiKeys[" + place + "]";
        if (!key.key().isSet()) {
            table.add(name, shown, "", "disabled: " + key.key().variable() + " is not set");
            return;
        }
        String source = key.key().source();
        own.stream()
                .filter(finding -> finding.key() == place)
                .forEach(finding -> table.add(name, shown, source == null ? "" : source, result(finding)));
    }

    private String result(KeyFinding finding) {
        if (isAway(finding)) {
            return "does not run here now";
        }
        return switch (finding.outcome()) {
            case WORKS -> "works";
            case REFUSED -> "refused" + words(finding);
            case UNCLEAR -> "not clear" + words(finding);
            case UNREACHABLE -> "unreachable" + words(finding);
        };
    }

    /** One that is served only while it runs may be away. */
    private boolean isAway(KeyFinding finding) {
        return finding.outcome() == KeyFinding.Outcome.UNREACHABLE
                && config.discovered().contains(finding.provider());
    }

    /** A provider's words, on one line of a terminal. */
    private static String words(KeyFinding finding) {
        String line = finding.detail().replaceAll("\\p{Cntrl}+", " ").strip();
        String cut = line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
        return cut.isEmpty() ? "" : ": " + cut;
    }
}
