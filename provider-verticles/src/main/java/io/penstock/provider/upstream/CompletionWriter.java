package io.penstock.provider.upstream;

import static io.penstock.provider.upstream.WireText.ascii;

import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one {@code chat.completion} document, choice after choice, into a growing buffer that
 * {@link #take()} hands over, in pieces where the answer is long. A choice is either given whole
 * ({@link #choice}) or opened, filled and closed ({@link #openText}, {@link #text}, {@link
 * #closeText}). {@link #end} completes the document. Event loop only.
 */
public final class CompletionWriter {

    private static final byte[] COMMA = ascii(",");
    private static final byte[] CHOICE = ascii("{\"index\":");
    private static final byte[] MESSAGE = ascii(",\"message\":{\"role\":\"assistant\",\"content\":");
    private static final byte[] OPEN_TEXT =
            ascii(",\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":\"");
    private static final byte[] CLOSE_TEXT = ascii("\"");
    private static final byte[] REASONING = ascii(",\"reasoning_content\":");
    private static final byte[] DETAILS = ascii(",\"reasoning_details\":[");
    private static final byte[] DETAILS_END = ascii("]");
    private static final byte[] LOGPROBS = ascii("},\"logprobs\":{\"content\":");
    private static final byte[] LOGPROBS_END = ascii(",\"refusal\":null},\"finish_reason\":");
    private static final byte[] REFUSAL = ascii(",\"refusal\":");
    private static final byte[] TOOL_CALLS = ascii(",\"tool_calls\":[");
    private static final byte[] TOOL_CALLS_END = ascii("]");
    private static final byte[] TOOL_ID = ascii("{\"id\":");
    private static final byte[] TOOL_NAME = ascii(",\"type\":\"function\",\"function\":{\"name\":");
    private static final byte[] TOOL_ARGUMENTS = ascii(",\"arguments\":");
    private static final byte[] TOOL_END = ascii("}}");
    private static final byte[] FINISH = ascii("},\"logprobs\":null,\"finish_reason\":");
    private static final byte[] CLOSE = ascii("}");
    private static final byte[] USAGE = ascii("],\"usage\":");
    private static final byte[] NULL = ascii("null");

    private final WireText out = new WireText();
    private boolean hasChoice;

    /**
     * @param created seconds since the epoch
     * @param publicModel the name the client asked for
     */
    public CompletionWriter(String id, long created, String publicModel) {
        out.raw(ascii("{\"id\":"))
                .string(id)
                .raw(ascii(",\"object\":\"chat.completion\",\"created\":"))
                .number(created)
                .raw(ascii(",\"model\":"))
                .string(publicModel)
                .raw(ascii(",\"choices\":["));
    }

    /** @param finishReason one of the API's finish reasons */
    public void choice(int index, AnswerMessage message, String finishReason) {
        startChoice(index).raw(MESSAGE);
        orNull(message.content());
        if (message.reasoning() != null) {
            out.raw(REASONING).string(message.reasoning());
        }
        if (!message.details().isEmpty()) {
            details(message.details());
        }
        out.raw(REFUSAL);
        orNull(message.refusal());
        if (!message.toolCalls().isEmpty()) {
            toolCalls(message);
        }
        String logprobs = message.logprobs();
        if (logprobs == null) {
            finish(finishReason);
        } else {
            out.raw(LOGPROBS)
                    .raw(logprobs.getBytes(StandardCharsets.UTF_8))
                    .raw(LOGPROBS_END)
                    .string(finishReason)
                    .raw(CLOSE);
        }
    }

    /** Opens a choice whose content comes in pieces. */
    public void openText(int index) {
        startChoice(index).raw(OPEN_TEXT);
    }

    /** Adds to the content of the open choice. */
    public void text(String piece) {
        out.piece(piece);
    }

    /** Closes the open choice. */
    public void closeText(String finishReason) {
        out.raw(CLOSE_TEXT);
        finish(finishReason);
    }

    /** Completes the document. */
    public void end(Usage usage) {
        out.raw(USAGE).usage(usage).raw(CLOSE);
    }

    /** The same, as the provider counted. */
    public void end(TokenUsage usage) {
        out.raw(USAGE).usage(usage).raw(CLOSE);
    }

    /** Bytes written since the last {@link #take()}. */
    public int length() {
        return out.length();
    }

    /** Hands over what was written since the last call; the buffer is the caller's. */
    public Buffer take() {
        return out.take();
    }

    private WireText startChoice(int index) {
        if (hasChoice) {
            out.raw(COMMA);
        }
        hasChoice = true;
        return out.raw(CHOICE).number(index);
    }

    private void details(List<ReasoningDetail> details) {
        out.raw(DETAILS);
        for (int i = 0; i < details.size(); i++) {
            if (i > 0) {
                out.raw(COMMA);
            }
            out.detail(i, details.get(i));
        }
        out.raw(DETAILS_END);
    }

    private void toolCalls(AnswerMessage message) {
        out.raw(TOOL_CALLS);
        boolean first = true;
        for (AnswerMessage.ToolCall call : message.toolCalls()) {
            if (!first) {
                out.raw(COMMA);
            }
            first = false;
            out.raw(TOOL_ID)
                    .string(call.id())
                    .raw(TOOL_NAME)
                    .string(call.name())
                    .raw(TOOL_ARGUMENTS)
                    .string(call.arguments())
                    .raw(TOOL_END);
        }
        out.raw(TOOL_CALLS_END);
    }

    private void finish(String reason) {
        out.raw(FINISH).string(reason).raw(CLOSE);
    }

    private void orNull(@Nullable String text) {
        if (text == null) {
            out.raw(NULL);
        } else {
            out.string(text);
        }
    }
}
