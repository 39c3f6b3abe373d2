package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.penstock.provider.upstream.chat.RawJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool.
 *
 * @param id from Gemini 3 on; older models send none and take none
 * @param args a JSON object; null where there are none
 */
public record FunctionCall(
        @Nullable String id,
        @Nullable String name,
        @Nullable @JsonDeserialize(using = Arguments.class) RawJson args) {

    /** Keeps the digits of every number. */
    static final class Arguments extends StdDeserializer<RawJson> {

        private static final long serialVersionUID = 1L;

        Arguments() {
            super(RawJson.class);
        }

        @Override
        public RawJson deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new RawJson(context.readTree(parser).toString());
        }
    }
}
