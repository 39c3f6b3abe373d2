package io.penstock.provider.upstream.chat;

import org.jspecify.annotations.Nullable;

/** One part of a message's content. */
public sealed interface Part {

    /** Where it stands in the client's request, such as {@code messages[2].content[0]}. */
    String path();

    /** A prompt-cache hint on it, or null. */
    @Nullable
    CacheControl cache();

    record Text(String path, String text, @Nullable CacheControl cache) implements Part {}

    /** @param detail {@code low}, {@code high} or {@code auto}; null where the client says nothing */
    record Image(
            String path,
            Source source,
            @Nullable String detail,
            @Nullable CacheControl cache) implements Part {}

    /** @param format such as {@code wav} or {@code mp3} */
    record Audio(
            String path,
            String format,
            String base64,
            @Nullable CacheControl cache) implements Part {}

    /**
     * A document.
     *
     * @param source null where the client names a file that it gave to the provider before
     * @param fileId of such a file, or null
     */
    record File(
            String path,
            @Nullable Source source,
            @Nullable String fileId,
            @Nullable String filename,
            @Nullable CacheControl cache)
            implements Part {}

    /** Where an image or a document is. */
    sealed interface Source {

        /** @param mediaType such as {@code image/png} */
        record Inline(String mediaType, String base64) implements Source {}

        /** For the provider to fetch: the gateway never does. */
        record Link(String url) implements Source {}
    }
}
