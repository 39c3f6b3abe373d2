package io.penstock.shared.chat.tokens;

import com.knuddels.jtokkit.api.EncodingType;

/**
 * Which encoding a model reads text in, as the table of OpenAI's {@code tiktoken} has it
 * ({@code tiktoken/model.py}): {@code cl100k_base} for GPT-3.5 and GPT-4, {@code o200k_base} from
 * GPT-4o on. jtokkit's own table is older: it takes GPT-4.1 for a GPT-4.
 */
final class ModelEncoding {

    private static final String FINE_TUNED = "ft:";

    private ModelEncoding() {}

    /** @param model with or without a provider before its last slash; one of another vendor counts as new */
    static EncodingType of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        if (name.startsWith(FINE_TUNED)) {
            name = name.substring(FINE_TUNED.length());
        }
        // Azure names GPT-3.5 without the dot. A fine-tuned model has a colon behind its base's name.
        boolean older = name.startsWith("gpt-3.5")
                || name.startsWith("gpt-35")
                || name.equals("gpt-4")
                || name.startsWith("gpt-4-")
                || name.startsWith("gpt-4:");
        return older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE;
    }
}
