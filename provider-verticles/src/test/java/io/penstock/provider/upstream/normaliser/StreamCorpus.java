package io.penstock.provider.upstream.normaliser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Streams in the forms that providers document. The first line of each is a comment of the stream
 * itself, which says what a client must make of it:
 *
 * <ul>
 *   <li>{@code n}: choices asked for, 1 if absent;
 *   <li>{@code content}, {@code reasoning}, {@code refusal}, {@code finish}: one entry a choice;
 *   <li>{@code tools}: for each choice its calls as {@code [id, name, arguments]}, {@code *} for a generated id;
 *   <li>{@code prompt}, {@code completion}: tokens, or -1 for Penstock's own estimate;
 *   <li>{@code failure}, {@code retry}: the code of the error, in the place of a finish.
 * </ul>
 */
record StreamCorpus(String name, byte[] bytes, JsonNode expected) {

    private static final String EXPECT = ": expect ";

    static List<StreamCorpus> all() {
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(StreamCorpus.class.getResource("/streams"))
                .toURI()))) {
            return files.sorted().map(StreamCorpus::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static StreamCorpus named(String name) {
        return all().stream()
                .filter(stream -> stream.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same stream with other line ends. */
    StreamCorpus with(String lineEnd, String start) {
        String text = start + new String(bytes, StandardCharsets.UTF_8).replace("\n", lineEnd);
        return new StreamCorpus(name, text.getBytes(StandardCharsets.UTF_8), expected);
    }

    int choices() {
        return expected.path("n").asInt(1);
    }

    boolean fails() {
        return expected.has("failure");
    }

    @Override
    public String toString() {
        return name;
    }

    private static StreamCorpus read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            JsonNode expected = new ObjectMapper().readTree(text.substring(EXPECT.length(), text.indexOf('\n')));
            return new StreamCorpus(file.getFileName().toString().replace(".sse", ""), bytes, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
