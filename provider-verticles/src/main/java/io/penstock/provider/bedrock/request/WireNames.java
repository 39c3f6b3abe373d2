package io.penstock.provider.bedrock.request;

import io.penstock.provider.upstream.chat.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and ids as Converse takes them: 1 to 64 characters of a small set. One that is not so is rewritten, always
 * to the same, with a piece of its hash so that two never become one.
 */
public final class WireNames {

    /** The tool by which an answer is held to a schema. */
    public static final String ANSWER = "json_answer";
    /** Stands for the tools of a history when the model is to call none. */
    static final String PLACEHOLDER = "no_tool_available";

    private static final int LONGEST = 64;
    private static final int HASH = 8;
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^a-zA-Z0-9_.:-]");
    private static final Pattern MISTRAL_ID = Pattern.compile("[a-zA-Z0-9]{9}");

    private WireNames() {}

    static String tool(String name) {
        return fitting(name, NOT_IN_NAMES);
    }

    /** The client's own name for a tool that the model calls. */
    public static String original(String wireName, List<Tool> tools) {
        for (Tool tool : tools) {
            if (tool(tool.name()).equals(wireName)) {
                return tool.name();
            }
        }
        return wireName;
    }

    /** Whether the call is one that the client cannot know of. */
    public static boolean isPlaceholder(@Nullable String wireName) {
        return PLACEHOLDER.equals(wireName);
    }

    /** Mistral's models take ids of their own form only. */
    static String callId(String id, Model model) {
        if (model.family() == Model.Family.MISTRAL && !MISTRAL_ID.matcher(id).matches()) {
            return hash(id).substring(0, 9);
        }
        return fitting(id, NOT_IN_IDS);
    }

    private static String fitting(String text, Pattern refused) {
        String replaced = refused.matcher(text).replaceAll("_");
        if (replaced.equals(text) && !text.isEmpty() && text.length() <= LONGEST) {
            return text;
        }
        int kept = Math.min(replaced.length(), LONGEST - HASH - 1);
        return replaced.substring(0, kept) + "_" + hash(text).substring(0, HASH);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
