package io.penstock.shared.chat.tokens;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.config.model.UpstreamModel;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says how many prompt tokens a request will probably be billed, by the tokenizer of its model
 * where that is OpenAI's. OpenAI's own formula for text; what is no text, text beyond 1 MiB, and prompts for
 * models of other vendors, whose tokenizers are not here, are estimated. Never a bill.
 *
 * <p>A node needs one: the tables of an encoding take 30 MB of heap for {@code o200k_base} and 15 MB
 * for {@code cl100k_base}, and are not shared between instances. Thread-safe.
 */
public final class PromptTokens {

    /**
     * Measured on one core of a small server, JDK 17, warm, in bytes a microsecond: English and code
     * 15-50, Chinese and Thai 10-30, runs of one character or random letters 6-10. So this many bytes
     * take 0.1-0.6 ms, and 1 ms where someone means them to take long.
     */
    private static final int LARGE_BYTES = 6 * 1024;

    private final EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    private final Map<EncodingType, Encoding> loaded = new ConcurrentHashMap<>();

    /** Nothing is loaded yet. */
    public PromptTokens() {}

    /** Loads the tokenizers of these models, so that no count for them has to. Blocks for some 100 ms each. */
    public void load(Collection<UpstreamModel> models) {
        for (UpstreamModel model : models) {
            encoding(model);
        }
    }

    /**
     * True where a count may take longer than an event loop may be blocked, about 1 ms: because of
     * the body's size, or because the model's tokenizer is still to be loaded. Count on a worker then.
     */
    public boolean isLarge(byte[] body, UpstreamModel model) {
        return body.length > LARGE_BYTES || !loaded.containsKey(ModelEncoding.of(model));
    }

    /**
     * Loads the model's tokenizer where that has not been done. Takes up to 0.2 s for text, however
     * much there is, and up to 15 ms to walk each MiB of the body.
     *
     * @param body the client's bytes, as ChatRequestReader has accepted them
     * @return at least 1
     */
    public long count(byte[] body, UpstreamModel model) {
        TokenTally tally = new TokenTally(encoding(model), body);
        new RequestTokens(body, new JsonCursor(body), tally).read();
        return tally.total();
    }

    @CanIgnoreReturnValue
    private Encoding encoding(UpstreamModel model) {
        EncodingType type = ModelEncoding.of(model);
        Encoding encoding = loaded.get(type);
        return encoding == null ? loaded.computeIfAbsent(type, registry::getEncoding) : encoding;
    }
}
