package io.penstock.provider.bedrock.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.penstock.provider.upstream.chat.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Takes a tool's input character for character, as a stream gives it; the document is in an attribute of the reader. */
public final class RawInput extends JsonDeserializer<RawJson> {

    /** The name of the attribute: the document's bytes. */
    public static final String DOCUMENT = "document";

    @Override
    public RawJson deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        byte[] document = (byte[]) context.getAttribute(DOCUMENT);
        int start = (int) parser.currentTokenLocation().getByteOffset();
        JsonParser unused = parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new RawJson(new String(document, start, end - start, StandardCharsets.UTF_8).strip());
    }
}
