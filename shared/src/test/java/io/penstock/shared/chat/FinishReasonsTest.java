package io.penstock.shared.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishReasonsTest {

    @ParameterizedTest
    @CsvSource({
        "stop, stop",
        "length, length",
        "tool_calls, tool_calls",
        "content_filter, content_filter",
        "function_call, function_call",
        "end_turn, stop",
        "eos, stop",
        "stop_sequence, stop",
        "STOP, stop",
        "pause_turn, stop",
        "something_new, stop",
        "'', stop",
        "max_tokens, length",
        "MAX_TOKENS, length",
        "model_length, length",
        "insufficient_system_resource, length",
        "tool_use, tool_calls",
        "TOOL_CALL, tool_calls",
        "safety, content_filter",
        "SAFETY, content_filter",
        "refusal, content_filter",
        "guardrail_intervened, content_filter",
        "PROHIBITED_CONTENT, content_filter"
    })
    void mapsIntoTheApisSet(String reason, String expected) {
        assertEquals(expected, FinishReasons.of(reason));
    }
}
