package io.penstock.shared.config.yaml;

import io.penstock.shared.config.Config;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A configuration and the text it was made of.
 *
 * @param version of the very bytes that were parsed, see {@link #version(byte[])}
 */
public record Loaded(Config config, String version) {

    private static final int BYTES = 6;

    /** The first 12 hex digits of the text's SHA-256: what {@code sha256sum FILE | cut -c-12} prints. */
    public static String version(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
