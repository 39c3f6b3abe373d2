package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/**
 * Walks a request and tallies all that becomes prompt, by the formula of the OpenAI cookbook's "How
 * to count tokens with tiktoken": three tokens for each message beside its values, one more for a
 * name, and three that prime the reply. Tools, functions and a JSON schema count as their JSON text.
 */
final class RequestTokens {

    private static final int A_MESSAGE = 3;
    private static final int A_NAME = 1;
    private static final int THE_REPLY = 3;

    private final JsonCursor cursor;
    private final TokenTally tally;
    private final PartTokens parts;

    RequestTokens(byte[] body, JsonCursor cursor, TokenTally tally) {
        this.cursor = cursor;
        this.tally = tally;
        this.parts = new PartTokens(body, cursor, tally);
    }

    void read() {
        tally.add(THE_REPLY);
        cursor.enter();
        while (cursor.nextKey()) {
            switch (MemberName.of(cursor)) {
                case "messages" -> readMessages();
                case "tools", "functions" -> tally.value(cursor);
                case "response_format" -> readResponseFormat();
                default -> cursor.skip();
            }
        }
    }

    private void readMessages() {
        cursor.enter();
        while (cursor.nextElement()) {
            tally.add(A_MESSAGE);
            cursor.enter();
            while (cursor.nextKey()) {
                readMember(MemberName.of(cursor));
            }
        }
    }

    private void readMember(String name) {
        switch (name) {
            case "role", "refusal", "reasoning_content", "tool_call_id" -> tally.value(cursor);
            case "content" -> readContent();
            case "name" -> {
                if (cursor.kind() == Kind.STRING) {
                    tally.add(A_NAME);
                }
                tally.value(cursor);
            }
            case "tool_calls" -> readToolCalls();
            case "function_call" -> readCall();
            default -> cursor.skip();
        }
    }

    private void readContent() {
        if (cursor.kind() != Kind.ARRAY) {
            tally.value(cursor);
            return;
        }
        cursor.enter();
        while (cursor.nextElement()) {
            parts.read();
        }
    }

    private void readToolCalls() {
        if (cursor.kind() != Kind.ARRAY) {
            cursor.skip();
            return;
        }
        cursor.enter();
        while (cursor.nextElement()) {
            if (!enterObject()) {
                continue;
            }
            while (cursor.nextKey()) {
                switch (MemberName.of(cursor)) {
                    case "function", "custom" -> readCall();
                    default -> cursor.skip();
                }
            }
        }
    }

    private void readCall() {
        if (!enterObject()) {
            return;
        }
        while (cursor.nextKey()) {
            switch (MemberName.of(cursor)) {
                case "name", "arguments", "input" -> tally.value(cursor);
                default -> cursor.skip();
            }
        }
    }

    private void readResponseFormat() {
        if (!enterObject()) {
            return;
        }
        while (cursor.nextKey()) {
            switch (MemberName.of(cursor)) {
                case "json_schema" -> tally.value(cursor);
                default -> cursor.skip();
            }
        }
    }

    /** False where another kind of value stood there; it is consumed then. */
    private boolean enterObject() {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return false;
        }
        cursor.enter();
        return true;
    }
}
