package io.penstock.shared.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {

    private final LineEncoder encoder = new LineEncoder();
    private final LoggerContext context = new LoggerContext();

    private String line(String time, String message, @Nullable Throwable failure, KeyValuePair... pairs) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.penstock.gateway.Some"), Level.WARN, message, failure, new Object[0]);
        event.setInstant(Instant.parse(time));
        for (KeyValuePair pair : pairs) {
            event.addKeyValuePair(pair);
        }
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void isOneLineInAFixedOrder() {
        String line = line(
                "2026-03-01T12:00:00.007Z", "gone", null, new KeyValuePair("node", "a"), new KeyValuePair("ms", 3));
        assertTrue(line.endsWith(" WARN  Some - gone node=\"a\" ms=\"3\"\n"), line);
    }

    @Test
    void tellsTheTimeToTheMillisecond() {
        for (String time : new String[] {
            "2026-03-01T12:00:00.007Z", "2026-03-01T12:00:00.950Z", "2026-03-01T12:00:01Z", "2026-12-31T23:59:59.999Z"
        }) {
            String line = line(time, "x", null);
            assertEquals(
                    Instant.parse(time),
                    OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant());
        }
    }

    @Test
    void noTextEndsItsLineOrItsQuotes() {
        String line = line(
                "2026-03-01T12:00:00Z",
                "two\r\nlines",
                null,
                new KeyValuePair("error", "a \"b\"\nFAKE INFO  access \\ \u0001\u007f é"));
        assertTrue(
                line.endsWith(" - two\\r\\nlines error=\"a \\\"b\\\"\\nFAKE INFO  access \\\\ \\u0001\\u007f é\"\n"),
                line);
    }

    @Test
    void aFailureComesWithItsStack() {
        String line = line("2026-03-01T12:00:00Z", "failed", new IllegalStateException("why"));
        assertTrue(line.contains(" - failed\njava.lang.IllegalStateException: why\n\tat "), line);
    }
}
