package io.penstock.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.shared.config.model.ProviderType;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * README's tables of providers are what this build's contract suite saw. To bring them up to date:
 * {@code mvn verify -Dpenstock.docs.write=true}.
 */
class ProviderTableTest {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").normalize();
    private static final Path FINDINGS = ROOT.resolve("provider-verticles/target/provider-features");
    private static final Path README = ROOT.resolve("README.md");
    private static final String BEGIN = "<!-- provider features: begin; made of the contract suite's findings -->\n";
    private static final String END = "<!-- provider features: end -->\n";

    @Test
    void readmesTablesAreWhatTheSuiteSaw() throws IOException {
        assumeTrue(Files.exists(FINDINGS), "the contract suite did not run in this build");
        Map<String, JsonNode> findings = read();
        Set<String> all = Arrays.stream(ProviderType.values())
                .filter(type -> type != ProviderType.ECHO)
                .map(ProviderType::word)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, findings.keySet(), "every provider runs the contract suite; run all of it with: mvn verify");

        String table = new ProviderTable(findings).markdown();
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertTrue(begin >= 0 && end > begin, "README has the place for the tables");
        if (Boolean.getBoolean("penstock.docs.write")) {
            Files.writeString(README, readme.substring(0, begin) + BEGIN + "\n" + table + "\n" + readme.substring(end));
            return;
        }
        assertEquals(
                table.strip(),
                readme.substring(begin + BEGIN.length(), end).strip(),
                "README is not what the suite saw; mvn verify -Dpenstock.docs.write=true writes it anew");
    }

    private static Map<String, JsonNode> read() throws IOException {
        Map<String, JsonNode> findings = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FINDINGS, "*.json")) {
            for (Path file : files) {
                String provider = file.getFileName().toString().replace(".json", "");
                findings.put(provider, new ObjectMapper().readTree(file.toFile()));
            }
        }
        return findings;
    }
}
