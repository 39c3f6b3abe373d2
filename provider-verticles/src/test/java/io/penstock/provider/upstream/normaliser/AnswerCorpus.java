package io.penstock.provider.upstream.normaliser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Plain answers in the forms that providers document. */
record AnswerCorpus(String name, byte[] bytes) {

    /** Those that need no more than splices. */
    static List<AnswerCorpus> asTheyCome() {
        return in("/answers/as-they-come");
    }

    /** Those in which something is missing or wrong, and what is no answer at all. */
    static List<AnswerCorpus> toMend() {
        return in("/answers/to-mend");
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<AnswerCorpus> in(String directory) {
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(AnswerCorpus.class.getResource(directory))
                .toURI()))) {
            return files.sorted().map(AnswerCorpus::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AnswerCorpus read(Path file) {
        try {
            return new AnswerCorpus(file.getFileName().toString().replace(".json", ""), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
