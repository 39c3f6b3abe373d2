package io.penstock.provider.upstream;

import java.util.concurrent.ThreadLocalRandom;

/** Ids for answers that Penstock writes itself. Unique, not secret. Any thread. */
public final class CompletionIds {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private CompletionIds() {}

    /** A fresh {@code chatcmpl-…}. */
    public static String completion() {
        return random("chatcmpl-");
    }

    /** A fresh {@code call_…}, for a tool call whose provider gives it no id. */
    public static String toolCall() {
        return random("call_");
    }

    private static String random(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(prefix.length() + LENGTH).append(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return id.toString();
    }
}
