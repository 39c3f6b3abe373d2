package io.penstock.provider.gemini.request;

import io.penstock.provider.gemini.wire.ContentPart;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of a message: text, and media as bytes or as URLs that Google fetches. */
final class PartMapper {

    /** Where Google keeps files that were uploaded to it (ai.google.dev/api/files). */
    private static final String FILES = "https://generativelanguage.googleapis.com/v1beta/";

    /** By the end of a URL's path. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("html", "text/html"),
            Map.entry("csv", "text/csv"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("webm", "video/webm"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("wav", "audio/wav"));

    private PartMapper() {}

    static ContentPart map(Part part) {
        if (part instanceof Part.Text text) {
            return ContentPart.text(text.text());
        }
        if (part instanceof Part.Image image) {
            return source(image.source(), "image/jpeg");
        }
        if (part instanceof Part.Audio audio) {
            return ContentPart.inline("audio/" + audio.format().toLowerCase(Locale.ROOT), audio.base64());
        }
        return file((Part.File) part);
    }

    private static ContentPart file(Part.File file) {
        Part.Source source = file.source();
        if (source != null) {
            return source(source, "application/pdf");
        }
        String id = file.fileId() == null ? "" : file.fileId();
        if (id.startsWith("files/")) {
            return ContentPart.file(null, FILES + id);
        }
        if (id.startsWith("https://") || id.startsWith("gs://")) {
            return source(new Part.Source.Link(id), "application/pdf");
        }
        String at = file.path() + ".file.file_id";
        throw new ApiException(ApiErrors.badRequest(
                at,
                "Invalid '" + at
                        + "': Gemini knows files by 'files/…' or by a URL that starts with https:// or gs://."));
    }

    private static ContentPart source(Part.Source source, String usual) {
        if (source instanceof Part.Source.Inline inline) {
            String type = inline.mediaType().toLowerCase(Locale.ROOT);
            return ContentPart.inline(
                    type.isEmpty() ? usual : type.equals("image/jpg") ? "image/jpeg" : type, inline.base64());
        }
        String url = ((Part.Source.Link) source).url();
        return ContentPart.file(type(url, usual), url);
    }

    /** A URL's bytes are not looked at: its end tells the type, or the part that it stands in. */
    private static @Nullable String type(String url, String usual) {
        if (url.startsWith(FILES) || url.contains("youtube.com/watch") || url.startsWith("https://youtu.be/")) {
            // Google knows their types.
            return null;
        }
        int end = url.length();
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                end = i;
                break;
            }
        }
        String path = url.substring(0, end);
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, usual);
    }
}
