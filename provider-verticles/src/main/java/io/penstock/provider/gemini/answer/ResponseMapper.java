package io.penstock.provider.gemini.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.provider.gemini.request.ToolNames;
import io.penstock.provider.gemini.wire.GenerateContentResponse;
import io.penstock.provider.gemini.wire.GenerateContentResponse.Candidate;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses, of which a plain answer is one and a streamed one has many. Nothing tells that one is the
 * last: the end of the body does. One per answer.
 */
public final class ResponseMapper implements EventMapper {

    /** No word of Google's, but of servers that stand before it. */
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** What the model wrote was no call that anybody could make, and Google keeps it to itself. */
    private static final Set<String> BROKEN =
            Set.of("MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL");

    private static final ObjectReader RESPONSE = WireJson.MAPPER.readerFor(GenerateContentResponse.class);

    private final AnswerWriter answer;
    private final PartsMapper parts;
    private final UsageMapper usage = new UsageMapper();

    public ResponseMapper(AnswerWriter answer, ToolNames names) {
        this.answer = answer;
        this.parts = new PartsMapper(answer, names);
    }

    @Override
    public Step event(@Nullable String name, byte[] data, int start, int end) throws IOException {
        if (Arrays.equals(data, start, end, DONE, 0, DONE.length)) {
            return Step.END;
        }
        try (MappingIterator<GenerateContentResponse> responses = RESPONSE.readValues(data, start, end - start)) {
            return all(responses);
        }
    }

    /** An array of responses is what a stream without {@code alt=sse} would be, and how some errors come. */
    private Step all(MappingIterator<GenerateContentResponse> responses) throws IOException {
        while (responses.hasNextValue()) {
            GenerateContentResponse response = responses.nextValue();
            if (response == null) {
                continue;
            }
            JsonNode error = response.error();
            if (error != null && !error.isNull()) {
                String body =
                        WireJson.MAPPER.createObjectNode().set("error", error).toString();
                return new Step.Error(GeminiErrors.read(body.getBytes(StandardCharsets.UTF_8)));
            }
            String broken = response(response);
            if (broken != null) {
                String what = "the model's answer was not in its form (" + broken + ")";
                return new Step.Error(ErrorBody.of(500, broken, what));
            }
        }
        return Step.GOING;
    }

    /** @return why there is no answer to go on with, or null */
    private @Nullable String response(GenerateContentResponse response) {
        List<Candidate> candidates = response.candidates();
        String broken = null;
        for (Candidate candidate : candidates == null ? List.<Candidate>of() : candidates) {
            String reason = candidate == null ? null : candidate(candidate);
            broken = broken == null ? reason : broken;
        }
        if (response.usageMetadata() != null) {
            TokenUsage counted = usage.add(response.usageMetadata());
            if (counted != null) {
                answer.usage(counted);
            }
        }
        if ((candidates == null || candidates.isEmpty())
                && response.promptFeedback() != null
                && response.promptFeedback().blockReason() != null) {
            answer.finish(0, "content_filter");
        }
        return broken;
    }

    private @Nullable String candidate(Candidate candidate) {
        parts.map(candidate);
        String reason = candidate.finishReason();
        if (reason != null && BROKEN.contains(reason)) {
            return reason;
        }
        if (reason != null) {
            answer.finish(candidate.index(), reason);
        }
        return null;
    }
}
