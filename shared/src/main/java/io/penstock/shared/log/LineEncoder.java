package io.penstock.shared.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * One line for an event: time, level, the logger's short name, the message, then {@code key="value"} pairs; a
 * failure's stack follows. What a client or a provider put into a text cannot end the line or the quotes: control
 * characters, quotes and backslashes are escaped as in JSON. One thread at a time.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};
    private static final int LEVEL_WIDTH = 5;
    private static final int LONG_LINE = 16 * 1024;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX");

    private final ZoneId zone = ZoneId.systemDefault();
    private StringBuilder line = new StringBuilder(512);
    /** Of these two parts of the time. */
    private long second = Long.MIN_VALUE;

    private String upToSecond = "";
    private String offset = "";

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        line.setLength(0);
        time(event.getTimeStamp());
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())));
        String logger = event.getLoggerName();
        line.append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(" - ");
        text(event.getFormattedMessage(), false);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(' ').append(pair.key).append("=\"");
                text(String.valueOf(pair.value), true);
                line.append('"');
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        if (line.capacity() > LONG_LINE) {
            line = new StringBuilder(512);
        }
        return bytes;
    }

    private void time(long millis) {
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            second = now;
            ZonedDateTime time = Instant.ofEpochSecond(now).atZone(zone);
            upToSecond = SECOND.format(time);
            offset = OFFSET.format(time);
        }
        int rest = (int) Math.floorMod(millis, 1000L);
        line.append(upToSecond)
                .append((char) ('0' + rest / 100))
                .append((char) ('0' + rest / 10 % 10))
                .append((char) ('0' + rest % 10))
                .append(offset);
    }

    private void text(String text, boolean quoted) {
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || (quoted && (c == '"' || c == '\\'))) {
                line.append(text, done, i);
                escape(c);
                done = i + 1;
            }
        }
        line.append(text, done, text.length());
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '"', '\\' -> line.append('\\').append(c);
            default -> line.append(String.format("\\u%04x", (int) c));
        }
    }
}
