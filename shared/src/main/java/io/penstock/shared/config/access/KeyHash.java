package io.penstock.shared.config.access;

import io.penstock.shared.config.value.InvalidConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a client's key: all that Penstock keeps of it. Compares in constant time; prints nothing of itself. */
public final class KeyHash {

    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-fA-F]{64}");

    private final byte[] bytes;

    private KeyHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a key as the client sends it, as UTF-8. */
    public static KeyHash of(String key) {
        try {
            return new KeyHash(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws InvalidConfigException unless the text is {@code sha256:} and 64 hexadecimal digits */
    public static KeyHash parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidConfigException(
                    "", "must be sha256: and 64 hexadecimal digits; bin/penstock key hash makes it from a key");
        }
        return new KeyHash(HexFormat.of().parseHex(text, PREFIX.length(), text.length()));
    }

    /** The form that {@link #parse} reads. */
    public String toConfig() {
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
