package io.penstock.provider.upstream;

import static io.penstock.provider.upstream.WireText.ascii;

import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes one stream of {@code chat.completion.chunk} events, ready for the client's socket, into a
 * growing buffer that {@link #take()} hands over. It knows the form of each event, not their order:
 * that a choice starts with its role and finishes once is its caller's duty. Event loop only.
 */
public final class ChunkWriter {

    private static final byte[] CHOICE = ascii("{\"index\":");
    private static final byte[] DELTA = ascii(",\"delta\":{");
    private static final byte[] UNFINISHED = ascii("},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    private static final byte[] FINISHED = ascii(",\"delta\":{},\"logprobs\":null,\"finish_reason\":");
    private static final byte[] FINISHED_END = ascii("}]}\n\n");
    private static final byte[] ROLE = ascii("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null");
    private static final byte[] CONTENT = ascii("\"content\":");
    private static final byte[] REASONING = ascii("\"reasoning_content\":");
    private static final byte[] LOGPROBS = ascii("},\"logprobs\":{\"content\":");
    private static final byte[] LOGPROBS_END = ascii(",\"refusal\":null},\"finish_reason\":null}]}\n\n");
    private static final byte[] DETAILS = ascii("\"reasoning_details\":[");
    private static final byte[] DETAILS_END = ascii("]");
    private static final byte[] REFUSAL = ascii("\"refusal\":");
    private static final byte[] TOOL_CALL = ascii("\"tool_calls\":[{\"index\":");
    private static final byte[] TOOL_ID = ascii(",\"id\":");
    private static final byte[] TOOL_NAME = ascii(",\"type\":\"function\",\"function\":{\"name\":");
    private static final byte[] TOOL_NAME_END = ascii(",\"arguments\":\"\"}}]");
    private static final byte[] TOOL_ARGUMENTS = ascii(",\"function\":{\"arguments\":");
    private static final byte[] TOOL_ARGUMENTS_END = ascii("}}]");
    private static final byte[] USAGE = ascii("],\"usage\":");
    private static final byte[] USAGE_END = ascii("}\n\n");
    private static final byte[] DONE = ascii("data: [DONE]\n\n");

    private final WireText out = new WireText();
    /** What every chunk of this stream starts with, up to the bracket that opens {@code choices}. */
    private final byte[] head;

    /**
     * @param created seconds since the epoch
     * @param publicModel the name the client asked for
     */
    public ChunkWriter(String id, long created, String publicModel) {
        this.head = new WireText()
                .raw(ascii("data: {\"id\":"))
                .string(id)
                .raw(ascii(",\"object\":\"chat.completion.chunk\",\"created\":"))
                .number(created)
                .raw(ascii(",\"model\":"))
                .string(publicModel)
                .raw(ascii(",\"choices\":["))
                .take()
                .getBytes();
    }

    /** The chunk that opens a choice. */
    public void role(int index) {
        delta(index).raw(ROLE).raw(UNFINISHED);
    }

    public void content(int index, String text) {
        delta(index).raw(CONTENT).string(text).raw(UNFINISHED);
    }

    /** @param logprobs of the text's tokens, as the JSON array of {@code logprobs.content} */
    public void content(int index, String text, String logprobs) {
        delta(index)
                .raw(CONTENT)
                .string(text)
                .raw(LOGPROBS)
                .raw(logprobs.getBytes(StandardCharsets.UTF_8))
                .raw(LOGPROBS_END);
    }

    /** Reasoning that the provider shows; never part of the content. */
    public void reasoning(int index, String text) {
        delta(index).raw(REASONING).string(text).raw(UNFINISHED);
    }

    /**
     * A piece of signed reasoning, whole.
     *
     * @param place counts them in this choice, from 0
     */
    public void reasoningDetail(int index, int place, ReasoningDetail detail) {
        delta(index).raw(DETAILS).detail(place, detail).raw(DETAILS_END).raw(UNFINISHED);
    }

    public void refusal(int index, String text) {
        delta(index).raw(REFUSAL).string(text).raw(UNFINISHED);
    }

    /**
     * The chunk that opens a tool call, with empty arguments.
     *
     * @param toolIndex counts the calls of this choice, from 0, without gaps
     */
    public void toolCallStart(int index, int toolIndex, String id, String name) {
        delta(index)
                .raw(TOOL_CALL)
                .number(toolIndex)
                .raw(TOOL_ID)
                .string(id)
                .raw(TOOL_NAME)
                .string(name)
                .raw(TOOL_NAME_END)
                .raw(UNFINISHED);
    }

    /** @param piece of the arguments' JSON text; all pieces of a call joined must be one JSON object */
    public void toolCallArguments(int index, int toolIndex, String piece) {
        delta(index)
                .raw(TOOL_CALL)
                .number(toolIndex)
                .raw(TOOL_ARGUMENTS)
                .string(piece)
                .raw(TOOL_ARGUMENTS_END)
                .raw(UNFINISHED);
    }

    /** @param reason one of the API's finish reasons */
    public void finish(int index, String reason) {
        choice(index).raw(FINISHED).string(reason).raw(FINISHED_END);
    }

    /** The chunk without choices that a client gets who asked for {@code include_usage}. */
    public void usage(Usage usage) {
        out.raw(head).raw(USAGE).usage(usage).raw(USAGE_END);
    }

    /** The same, as the provider counted. */
    public void usage(TokenUsage usage) {
        out.raw(head).raw(USAGE).usage(usage).raw(USAGE_END);
    }

    /** The stream's last event. */
    public void done() {
        out.raw(DONE);
    }

    /** Bytes written since the last {@link #take()}. */
    public int length() {
        return out.length();
    }

    /** Hands over what was written since the last call; the buffer is the caller's. */
    public Buffer take() {
        return out.take();
    }

    private WireText choice(int index) {
        return out.raw(head).raw(CHOICE).number(index);
    }

    private WireText delta(int index) {
        return choice(index).raw(DELTA);
    }
}
