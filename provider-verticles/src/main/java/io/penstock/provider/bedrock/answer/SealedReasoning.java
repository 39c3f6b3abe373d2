package io.penstock.provider.bedrock.answer;

import io.penstock.provider.bedrock.wire.StreamEvents.ReasoningDelta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;

/** Collects one block of reasoning: it is signed as a whole, and of use to the model only with its signature. */
final class SealedReasoning {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final ByteArrayOutputStream redacted = new ByteArrayOutputStream();

    void add(ReasoningDelta delta) throws IOException {
        if (delta.text() != null) {
            text.append(delta.text());
        }
        if (delta.signature() != null) {
            signature.append(delta.signature());
        }
        if (delta.redactedContent() != null) {
            try {
                // Each piece is padded for itself.
                redacted.writeBytes(Base64.getDecoder().decode(delta.redactedContent()));
            } catch (IllegalArgumentException noBase64) {
                throw new IOException("redactedContent is not in base64", noBase64);
            }
        }
    }

    void tell(AnswerSteps steps) {
        if (!signature.isEmpty()) {
            steps.signed(text.toString(), signature.toString());
        }
        if (redacted.size() > 0) {
            steps.redacted(Base64.getEncoder().encodeToString(redacted.toByteArray()));
        }
    }
}
