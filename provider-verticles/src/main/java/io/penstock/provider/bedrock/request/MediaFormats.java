package io.penstock.provider.bedrock.request;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converse's names for formats; null for those that it does not take. */
final class MediaFormats {

    private static final Set<String> AUDIO = Set.of(
            "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga", "pcm",
            "webm");
    private static final Set<String> DOCUMENTS =
            Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");

    private MediaFormats() {}

    static @Nullable String image(String mediaType) {
        return switch (mediaType.toLowerCase(Locale.ROOT)) {
            case "image/png" -> "png";
            case "image/jpeg", "image/jpg" -> "jpeg";
            case "image/gif" -> "gif";
            case "image/webp" -> "webp";
            default -> null;
        };
    }

    static @Nullable String imageByName(String name) {
        return image("image/" + extension(name));
    }

    static @Nullable String audio(String format) {
        String lower = format.toLowerCase(Locale.ROOT);
        return AUDIO.contains(lower) ? lower : null;
    }

    /** By the media type, else by the name. */
    static @Nullable String document(String mediaType, String name) {
        String byType =
                switch (mediaType.toLowerCase(Locale.ROOT)) {
                    case "application/pdf" -> "pdf";
                    case "text/csv" -> "csv";
                    case "application/msword" -> "doc";
                    case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> "docx";
                    case "application/vnd.ms-excel" -> "xls";
                    case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "xlsx";
                    case "text/html" -> "html";
                    case "text/markdown" -> "md";
                    default -> null;
                };
        if (byType != null) {
            return byType;
        }
        String extension = extension(name);
        if (DOCUMENTS.contains(extension)) {
            return extension;
        }
        return mediaType.toLowerCase(Locale.ROOT).startsWith("text/") ? "txt" : null;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
