package io.penstock.shared.chat.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which encoding a model reads text in, as the table of OpenAI's {@code tiktoken} has it
 * ({@code tiktoken/model.py}): {@code cl100k_base} for GPT-3.5 and GPT-4, {@code o200k_base} from
 * GPT-4o on. {@code o200k_harmony}, GPT-OSS's, is the same but for special tokens. jtokkit's own table
 * is older: it takes GPT-4.1 for a GPT-4.
 */
final class ModelEncoding {

    private static final String FINE_TUNED = "ft:";

    /**
     * GPT-3.5 or GPT-4 anywhere in a name that somebody has chosen: {@code prod-gpt4-turbo}, {@code gpt-35-turbo},
     * not {@code gpt-4o}, {@code gpt-4.1} or {@code gpt-41}. A name without any of them counts as new.
     */
    private static final Pattern OLDER_DEPLOYMENT =
            Pattern.compile("gpt[-_]?(3[._-]?5|4(?![0-9o.]|[-_](1(?![0-9])|o)))");

    private ModelEncoding() {}

    /** Of another vendor's model: the newest, the nearest to most. */
    static EncodingType of(UpstreamModel model) {
        boolean older = model.type() == ProviderType.AZURE
                ? OLDER_DEPLOYMENT
                        .matcher(model.name().toLowerCase(Locale.ROOT))
                        .find()
                : isOlder(model.name());
        return older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE;
    }

    /** @param model with or without its vendor before its last slash */
    private static boolean isOlder(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        if (name.startsWith(FINE_TUNED)) {
            name = name.substring(FINE_TUNED.length());
        }
        // A fine-tuned model has a colon behind its base's name.
        return name.startsWith("gpt-3.5")
                || name.startsWith("gpt-35")
                || name.equals("gpt-4")
                || name.startsWith("gpt-4-")
                || name.startsWith("gpt-4:");
    }
}
