package io.penstock.provider.openai.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Ids of tool calls for a vendor that takes nine letters and digits only (Mistral, error 3280). The same id
 * always becomes the same, so that a call and its result still belong together.
 */
final class ShortIds {

    private static final int LENGTH = 9;
    private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9]{" + LENGTH + "}");
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ShortIds() {}

    static String of(String id) {
        if (SHORT.matcher(id).matches()) {
            return id;
        }
        byte[] digest = digest(id);
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int sixteenBits = (digest[2 * i] & 0xff) << 8 | digest[2 * i + 1] & 0xff;
            letters.append(LETTERS.charAt(sixteenBits % LETTERS.length()));
        }
        return letters.toString();
    }

    private static byte[] digest(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
