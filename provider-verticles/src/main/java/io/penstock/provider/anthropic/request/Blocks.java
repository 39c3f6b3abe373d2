package io.penstock.provider.anthropic.request;

import io.penstock.provider.anthropic.wire.Block;
import io.penstock.provider.anthropic.wire.CacheHint;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From parts of a message to blocks. Text without a visible character is left out: Anthropic refuses it. */
final class Blocks {

    private static final String PDF = "application/pdf";

    private Blocks() {}

    /** What a user or a tool says. */
    static List<Block> all(List<Part> parts) {
        List<Block> blocks = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Block block = block(part);
            if (block != null) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** What may be text only. @param whose for the message, such as "A system message" */
    static List<Block> text(List<Part> parts, String whose) {
        List<Block> blocks = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (!(part instanceof Part.Text text)) {
                throw refused(part, whose + " can have text only.");
            }
            Block block = text(text);
            if (block != null) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private static @Nullable Block block(Part part) {
        if (part instanceof Part.Text text) {
            return text(text);
        }
        if (part instanceof Part.Image image) {
            return new Block.Image(source(image.source()), CacheHint.ofNullable(image.cache()));
        }
        if (part instanceof Part.File file) {
            return document(file);
        }
        throw refused(part, "Anthropic's models take no audio.");
    }

    private static @Nullable Block text(Part.Text text) {
        return text.text().isBlank() ? null : new Block.Text(text.text(), CacheHint.ofNullable(text.cache()));
    }

    private static Block document(Part.File file) {
        CacheHint hint = CacheHint.ofNullable(file.cache());
        Part.Source source = file.source();
        if (source == null) {
            throw refused(file, "A file must be in the request, or be a URL; ids of files are not taken.");
        }
        if (source instanceof Part.Source.Inline inline && !inline.mediaType().equalsIgnoreCase(PDF)) {
            String type = inline.mediaType().toLowerCase(Locale.ROOT);
            if (type.startsWith("image/")) {
                return new Block.Image(source(source), hint);
            }
            if (!type.startsWith("text/")) {
                throw refused(
                        file, "Anthropic's models take PDF and plain text files, not " + inline.mediaType() + ".");
            }
            return new Block.Document(new Block.PlainText("text/plain", decoded(file, inline)), file.filename(), hint);
        }
        return new Block.Document(source(source), file.filename(), hint);
    }

    private static Block.Source source(Part.Source source) {
        if (source instanceof Part.Source.Link link) {
            return new Block.Url(link.url());
        }
        Part.Source.Inline inline = (Part.Source.Inline) source;
        String type = inline.mediaType().toLowerCase(Locale.ROOT);
        // Not a registered type, but a common one.
        return new Block.Base64(type.equals("image/jpg") ? "image/jpeg" : type, inline.base64());
    }

    private static String decoded(Part.File file, Part.Source.Inline inline) {
        try {
            return new String(Base64.getMimeDecoder().decode(inline.base64()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            throw refused(file, "The file's data is not in base64.");
        }
    }

    private static ApiException refused(Part part, String why) {
        return new ApiException(ApiErrors.badRequest(part.path(), "Invalid '" + part.path() + "': " + why));
    }
}
