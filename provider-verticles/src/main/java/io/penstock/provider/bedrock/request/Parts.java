package io.penstock.provider.bedrock.request;

import io.penstock.provider.bedrock.wire.Block;
import io.penstock.provider.upstream.chat.CacheControl;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the parts of messages to blocks. One per request: documents need names that differ. */
final class Parts {

    private static final String S3 = "s3://";

    private static final int LONGEST_NAME = 200;

    private final Model model;
    private final Set<String> documentNames = new HashSet<>();

    Parts(Model model) {
        this.model = model;
    }

    /** What a user or a tool may send. */
    List<Block> all(List<Part> parts) {
        List<Block> blocks = new ArrayList<>();
        for (Part part : parts) {
            Block block = block(part);
            if (block != null) {
                blocks.add(block);
            }
            cachePoint(part.cache(), blocks);
        }
        return blocks;
    }

    /** What instructions and answers consist of. */
    List<Block> texts(List<Part> parts) {
        List<Block> blocks = new ArrayList<>();
        for (Part part : parts) {
            if (!(part instanceof Part.Text text)) {
                throw refused(part.path(), "Bedrock takes text only in system and assistant messages.");
            }
            // Blank blocks are refused.
            if (!text.text().isBlank()) {
                blocks.add(Block.text(text.text()));
            }
            cachePoint(part.cache(), blocks);
        }
        return blocks;
    }

    private void cachePoint(@Nullable CacheControl hint, List<Block> blocks) {
        // A mark needs something before it, other than a mark.
        if (hint != null
                && model.hasCachePoints()
                && !blocks.isEmpty()
                && blocks.get(blocks.size() - 1).cachePoint() == null) {
            blocks.add(Block.of(cachePoint(hint, model)));
        }
    }

    static Block.CachePoint cachePoint(CacheControl hint, Model model) {
        return Block.CachePoint.of("1h".equals(hint.ttl()) && model.keepsCacheForAnHour() ? "1h" : null);
    }

    private @Nullable Block block(Part part) {
        if (part instanceof Part.Text text) {
            return text.text().isBlank() ? null : Block.text(text.text());
        }
        if (part instanceof Part.Image image) {
            return image(image);
        }
        if (part instanceof Part.Audio audio) {
            String format = MediaFormats.audio(audio.format());
            return Block.of(new Block.Audio(
                    known(format, audio.path(), "Bedrock takes no audio of the format '" + audio.format() + "'."),
                    new Block.Source(audio.base64(), null)));
        }
        return document((Part.File) part);
    }

    private static Block image(Part.Image image) {
        String path = image.path();
        if (image.source() instanceof Part.Source.Inline inline) {
            String format = known(
                    MediaFormats.image(inline.mediaType()),
                    path,
                    "Bedrock takes images as PNG, JPEG, GIF and WebP, not as '" + inline.mediaType() + "'.");
            return Block.of(new Block.Image(format, new Block.Source(inline.base64(), null)));
        }
        String uri = s3(path, (Part.Source.Link) image.source(), "images");
        String format = known(
                MediaFormats.imageByName(uri),
                path,
                "The name of an image in S3 must end in .png, .jpg, .gif or .webp.");
        return Block.of(new Block.Image(format, new Block.Source(null, new Block.S3Location(uri))));
    }

    private Block document(Part.File file) {
        String path = file.path();
        Part.Source source = file.source();
        if (source == null) {
            throw refused(path, "Bedrock keeps no files: send file_data in place of file_id.");
        }
        String named = file.filename() == null ? "" : file.filename();
        if (source instanceof Part.Source.Inline inline) {
            String format = known(
                    MediaFormats.document(inline.mediaType(), named),
                    path,
                    "Bedrock takes documents as pdf, csv, doc, docx, xls, xlsx, html, txt and md, not as '"
                            + inline.mediaType() + "'.");
            return Block.of(new Block.Document(format, documentName(named), new Block.Source(inline.base64(), null)));
        }
        String uri = s3(path, (Part.Source.Link) source, "documents");
        String format = known(
                MediaFormats.document("", uri),
                path,
                "The name of a document in S3 must end in its format, such as .pdf.");
        String name = named.isEmpty() ? uri.substring(uri.lastIndexOf('/') + 1) : named;
        return Block.of(
                new Block.Document(format, documentName(name), new Block.Source(null, new Block.S3Location(uri))));
    }

    /** Letters, digits, single spaces, hyphens, parentheses and brackets; no name twice. */
    private String documentName(String filename) {
        int dot = filename.lastIndexOf('.');
        String stem = (dot > 0 ? filename.substring(0, dot) : filename)
                .replaceAll("[^a-zA-Z0-9 ()\\[\\]-]", " ")
                .replaceAll(" +", " ")
                .strip();
        String base = stem.isEmpty()
                ? "document"
                : stem.substring(0, Math.min(stem.length(), LONGEST_NAME - 8)).strip();
        String name = base;
        for (int i = 2; !documentNames.add(name); i++) {
            name = base + " " + i;
        }
        return name;
    }

    private static String s3(String path, Part.Source.Link link, String what) {
        if (!link.url().startsWith(S3)) {
            throw refused(
                    path,
                    "Bedrock takes " + what + " as data URLs and s3:// URIs only; it does not fetch others, and neither"
                            + " does Penstock.");
        }
        return link.url();
    }

    private static String known(@Nullable String format, String path, String otherwise) {
        if (format == null) {
            throw refused(path, otherwise);
        }
        return format;
    }

    private static ApiException refused(String path, String why) {
        return new ApiException(ApiErrors.badRequest(path, "Invalid '" + path + "': " + why));
    }
}
