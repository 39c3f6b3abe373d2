package io.penstock.shared.chat.request;

import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.penstock.shared.chat.json.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat request in one pass over its bytes, without a tree: checks all that the API promises
 * to check and finds what {@link ChatPeek} holds. Fields that Penstock does not know pass.
 *
 * <p>A field that Penstock reads may occur only once, in whatever escapes its name is written: else
 * Penstock could allow one model and a provider, reading the other occurrence, run another.
 */
public final class ChatRequestReader {

    /** Choices per request; OpenAI's own bound. */
    public static final int MAX_CHOICES = 128;

    /** The model's name is part of every chunk that goes out, so its length is bounded. */
    public static final int MAX_MODEL_LENGTH = 256;

    /** Far more than a request's attempts can reach. */
    private static final int MAX_MODELS = 32;

    private static final int MAX_STOPS = 4;
    private static final String A_MODEL = "a non-empty string of at most " + MAX_MODEL_LENGTH + " characters";
    private static final String SOME_MODELS = "an array of at most " + MAX_MODELS + " model names, or null";
    private static final String A_STOP = "a string, an array of at most " + MAX_STOPS + " strings, or null";

    private final JsonCursor cursor;
    private final RequestValues values;
    private final StreamOptionsReader streamOptions;
    private final Set<RequestField> seen = EnumSet.noneOf(RequestField.class);

    private String model = "";
    private @Nullable List<String> models;
    private Span modelValue = Span.ABSENT;
    private Span messages = Span.ABSENT;
    private boolean stream;
    private int choices = 1;
    private int maxTokens = -1;
    private int maxCompletionTokens = -1;

    private ChatRequestReader(byte[] body) {
        this.cursor = new JsonCursor(body);
        this.values = new RequestValues(body, cursor);
        this.streamOptions = new StreamOptionsReader(cursor, values);
    }

    /**
     * @param body as the client sent it
     * @throws ApiException with the 400 that the client gets
     */
    public static ChatPeek read(byte[] body) {
        if (body.length == 0) {
            throw RequestValues.invalid(null, "The request body is empty: expected a JSON object.");
        }
        try {
            return new ChatRequestReader(body).read();
        } catch (MalformedJsonException e) {
            throw RequestValues.invalid(null, "The request body could not be parsed as JSON: " + e.getMessage() + ".");
        }
    }

    private ChatPeek read() {
        if (cursor.kind() != Kind.OBJECT) {
            throw values.wrongBody();
        }
        cursor.enter();
        while (cursor.nextKey()) {
            RequestField field = RequestField.of(cursor);
            if (field == null) {
                cursor.skip();
            } else if (seen.add(field)) {
                read(field);
            } else {
                throw RequestValues.twice(field.param());
            }
        }
        int lastBrace = cursor.position() - 1;
        cursor.finish();
        require(RequestField.MODEL, A_MODEL);
        require(RequestField.MESSAGES, MessagesReader.MESSAGES);
        streamOptions.checkWith(stream);
        return new ChatPeek(
                model,
                models,
                stream,
                streamOptions.includeUsage(),
                choices,
                maxCompletionTokens < 0 ? maxTokens : maxCompletionTokens,
                messages.length(),
                modelValue,
                streamOptions.value(),
                streamOptions.includeUsageValue(),
                lastBrace);
    }

    private void require(RequestField field, String expected) {
        if (!seen.contains(field)) {
            throw RequestValues.missing(field.param(), expected);
        }
    }

    private void read(RequestField field) {
        switch (field) {
            case MODEL -> readModel();
            case MODELS -> readModels();
            case MESSAGES -> messages = new MessagesReader(cursor, values).read();
            case STREAM_OPTIONS -> streamOptions.read();
            default -> {
                if (!values.skipNull()) {
                    readOptional(field, field.param());
                }
            }
        }
    }

    private void readOptional(RequestField field, String param) {
        switch (field) {
            case STREAM -> stream = values.bool(param);
            case N -> choices = values.integer(param, 1, MAX_CHOICES);
            case MAX_TOKENS -> maxTokens = values.integer(param, 1, Integer.MAX_VALUE);
            case MAX_COMPLETION_TOKENS -> maxCompletionTokens = values.integer(param, 1, Integer.MAX_VALUE);
            case TEMPERATURE -> values.number(param, 0, 2);
            case TOP_P -> values.number(param, 0, 1);
            case FREQUENCY_PENALTY, PRESENCE_PENALTY -> values.number(param, -2, 2);
            case STOP -> readStop();
            case USER -> values.require(Kind.STRING, param, "a string");
            case TOOLS -> values.require(Kind.ARRAY, param, "an array of tools");
            case MODEL, MODELS, MESSAGES, STREAM_OPTIONS ->
                throw new IllegalStateException(param + " is not read here");
        }
    }

    private void readModel() {
        if (cursor.kind() != Kind.STRING) {
            throw values.wrong("model", A_MODEL);
        }
        model = cursor.string();
        modelValue = new Span(cursor.valueStart(), cursor.valueEnd());
        if (model.isEmpty() || model.length() > MAX_MODEL_LENGTH) {
            throw values.wrongConsumed(Kind.STRING, "model", A_MODEL);
        }
    }

    private void readModels() {
        if (values.skipNull()) {
            models = List.of();
            return;
        }
        if (cursor.kind() != Kind.ARRAY) {
            throw values.wrong("models", SOME_MODELS);
        }
        List<String> names = new ArrayList<>();
        cursor.enter();
        int count = 0;
        for (; cursor.nextElement(); count++) {
            // The rest is counted only, for the message.
            if (count >= MAX_MODELS) {
                cursor.skip();
                continue;
            }
            String param = "models[" + count + "]";
            if (cursor.kind() != Kind.STRING) {
                throw values.wrong(param, A_MODEL);
            }
            String name = cursor.string();
            if (name.isEmpty() || name.length() > MAX_MODEL_LENGTH) {
                throw values.wrongConsumed(Kind.STRING, param, A_MODEL);
            }
            names.add(name);
        }
        if (count > MAX_MODELS) {
            throw RequestValues.invalid(
                    "models", "Invalid 'models': expected " + SOME_MODELS + ", but got an array of " + count + ".");
        }
        models = List.copyOf(names);
    }

    private void readStop() {
        if (cursor.kind() != Kind.ARRAY) {
            values.require(Kind.STRING, "stop", A_STOP);
            return;
        }
        cursor.enter();
        int stops = 0;
        for (; cursor.nextElement(); stops++) {
            values.require(Kind.STRING, "stop[" + stops + "]", "a string");
        }
        if (stops > MAX_STOPS) {
            throw RequestValues.invalid(
                    "stop", "Invalid 'stop': expected " + A_STOP + ", but got an array of " + stops + " strings.");
        }
    }
}
