package io.penstock.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.ConfigLoader;
import io.penstock.shared.limit.LimitKind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern FILE = Pattern.compile("(?<![\\w/.-])(?:bin|conf|docs)/[\\w./-]*\\w");
    private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\| ([^|]*) \\|");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    /** A row of the README's table of errors. */
    private record Row(int status, String type, Set<String> codes) {

        boolean has(ApiError error) {
            String code = error.code();
            return status == error.status() && type.equals(error.type()) && (code == null || codes.contains(code));
        }
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesOnlyFilesThatExist(Path document) throws IOException {
        String text = Files.readString(document);
        Stream<Path> links = all(LINK, text)
                .filter(link -> !link.startsWith("http"))
                .map(link -> document.resolveSibling(link).normalize());
        Stream<Path> files =
                FILE.matcher(text).results().map(MatchResult::group).map(ROOT::resolve);
        List<Path> missing =
                Stream.concat(links, files).filter(Files::notExists).toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void readmeListsTheErrorsThatThereAreNoMoreNoLess() throws Exception {
        List<Row> rows = rows();
        List<ApiError> errors = errors();
        errors.forEach(error -> assertTrue(rows.stream().anyMatch(row -> row.has(error)), () -> "no row for " + error));
        Set<String> possible = new TreeSet<>();
        errors.stream().map(ApiError::code).filter(code -> code != null).forEach(possible::add);
        Arrays.stream(LimitKind.values()).map(LimitKind::code).forEach(possible::add);
        Set<String> listed = new TreeSet<>();
        rows.forEach(row -> listed.addAll(row.codes()));
        assertEquals(possible, listed);
    }

    @Test
    void readmesExampleConfigurationLoads() throws IOException {
        String yaml = all(YAML, readme()).findFirst().orElseThrow();
        Config config = ConfigLoader.load(Files.writeString(directory.resolve("example.yaml"), yaml), variable -> null);
        assertEquals(Set.of("gpt-4o-mini", "fast-chat"), config.models().keySet());
    }

    @Test
    void readmeSaysWhatEveryDependencyAndPluginIsFor() throws IOException {
        Set<String> own = Set.of("penstock", "shared", "gateway-verticle", "provider-verticles", "launcher", "bench");
        Set<String> unmentioned = new TreeSet<>();
        try (Stream<Path> poms = Files.find(ROOT, 2, (file, kind) -> file.endsWith("pom.xml"))) {
            for (Path pom : poms.toList()) {
                all(ARTIFACT, Files.readString(pom)).forEach(unmentioned::add);
            }
        }
        unmentioned.removeAll(own);
        unmentioned.removeAll(all(Pattern.compile("`([\\w.-]+)`"), readme()).collect(Collectors.toSet()));
        assertEquals(Set.of(), unmentioned);
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = ERROR_ROW
                .matcher(readme())
                .results()
                .map(row -> new Row(
                        Integer.parseInt(row.group(1)),
                        row.group(2),
                        all(CODE, row.group(3)).collect(Collectors.toSet())))
                .toList();
        assertTrue(rows.size() > 10, "the table of errors was not found");
        return rows;
    }

    /** One of each kind; where the code is given by the caller it is null. */
    private static List<ApiError> errors() throws ReflectiveOperationException {
        List<ApiError> errors = new ArrayList<>();
        for (Method method : ApiErrors.class.getMethods()) {
            if (method.getReturnType() == ApiError.class) {
                Object[] arguments = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == int.class ? (Object) 400 : type == long.class ? 1L : null)
                        .toArray();
                errors.add((ApiError) method.invoke(null, arguments));
            }
        }
        return errors;
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
