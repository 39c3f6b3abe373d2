package io.penstock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Where and when something was measured. */
public final class Machine {

    private Machine() {}

    /**
     * Date, cores and Java, as a sentence.
     *
     * @param java the version that the measured processes run on
     */
    public static String describe(String java) {
        int cores = Runtime.getRuntime().availableProcessors();
        return "%s: %d cores (%s), which all processes share; Java %s.\n"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC), cores, processor().orElse(System.getProperty("os.arch")), java);
    }

    /** Empty where the load is not known. */
    public static String others(OptionalDouble load) {
        return load.isEmpty()
                ? ""
                : "Other programs took %.0f %% of the cores meanwhile.\n".formatted(load.getAsDouble() * 100);
    }

    private static Optional<String> processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
