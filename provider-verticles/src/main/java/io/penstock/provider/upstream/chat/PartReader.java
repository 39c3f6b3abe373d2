package io.penstock.provider.upstream.chat;

import static io.penstock.provider.upstream.chat.MessageReader.text;
import static io.penstock.provider.upstream.chat.Parameters.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message. */
final class PartReader {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    private PartReader() {}

    static List<Part> content(String path, JsonNode message) {
        JsonNode content = message.path("content");
        CacheControl whole = cache(message);
        if (content.isTextual()) {
            return content.textValue().isEmpty()
                    ? List.of()
                    : List.of(new Part.Text(path + ".content", content.textValue(), whole));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            String at = path + ".content[" + parts.size() + "]";
            // A hint on the message stands for its end.
            CacheControl last = parts.size() == content.size() - 1 ? whole : null;
            CacheControl own = cache(part);
            parts.add(part(at, part, own == null ? last : own));
        }
        return List.copyOf(parts);
    }

    private static Part part(String at, JsonNode part, @Nullable CacheControl cache) {
        return switch (part.path("type").asText()) {
            case "text", "refusal" -> {
                JsonNode text = part.path(part.path("type").asText());
                if (!text.isTextual()) {
                    throw wrong(at + "." + part.path("type").asText(), "a string");
                }
                yield new Part.Text(at, text.textValue(), cache);
            }
            case "image_url" -> image(at, part.path("image_url"), cache);
            case "input_audio" -> {
                JsonNode audio = part.path("input_audio");
                String data = text(audio.path("data"));
                String format = text(audio.path("format"));
                if (data == null || format == null) {
                    throw wrong(at + ".input_audio", "an object with data and format");
                }
                yield new Part.Audio(at, format, data, cache);
            }
            case "file" -> file(at, part.path("file"), cache);
            default -> throw wrong(at + ".type", "'text', 'image_url', 'input_audio' or 'file'");
        };
    }

    private static Part image(String at, JsonNode image, @Nullable CacheControl cache) {
        // Some clients write the URL itself.
        String url = image.isTextual() ? text(image) : text(image.path("url"));
        String where = at + ".image_url" + (image.isTextual() ? "" : ".url");
        return new Part.Image(at, source(where, url), text(image.path("detail")), cache);
    }

    private static Part file(String at, JsonNode file, @Nullable CacheControl cache) {
        String data = text(file.path("file_data"));
        String id = text(file.path("file_id"));
        if (data == null && id == null) {
            throw wrong(at + ".file", "an object with file_data or file_id");
        }
        return new Part.File(
                at, data == null ? null : source(at + ".file.file_data", data), id, text(file.path("filename")), cache);
    }

    private static Part.Source source(String at, @Nullable String url) {
        if (url != null && url.regionMatches(true, 0, DATA, 0, DATA.length())) {
            int comma = url.indexOf(',');
            String head = comma < 0 ? "" : url.substring(DATA.length(), comma);
            // RFC 2397: the media type may have parameters of its own.
            if (head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
                int end = head.indexOf(';');
                return new Part.Source.Inline(head.substring(0, end), url.substring(comma + 1));
            }
        } else if (url != null && url.indexOf(':') > 0) {
            return new Part.Source.Link(url);
        }
        throw wrong(at, "an http or https URL, or a data URL in base64");
    }

    static @Nullable CacheControl cache(JsonNode holder) {
        JsonNode control = holder.path("cache_control");
        return control.isObject() ? new CacheControl(text(control.path("ttl"))) : null;
    }
}
