package io.penstock.system;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.SseClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an attempt fails, and what has to come of it.
 *
 * @param name unique; the models of its cases are named for it
 * @param answer of the upstream; never asked for where the failure lies before that
 * @param settings of the model beside its retries, in flow style; may be empty
 * @param status that the client gets where this failure is the last word of the one target that was tried
 * @param code beside it
 */
record UpstreamFailure(
        String name,
        Form form,
        Place place,
        Point point,
        Remedy remedy,
        Answer answer,
        String settings,
        int status,
        String type,
        @Nullable String code) {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What the client asks for. */
    enum Form {
        PLAIN,
        STREAM
    }

    /** Where the failing target is. */
    enum Place {
        SCRIPTED,
        REFUSED,
        NO_HOST,
        NO_TLS,
        NO_CONNECT
    }

    /** How far the failing answer gets. */
    enum Point {
        BEFORE_HEAD,
        BEFORE_CONTENT,
        AFTER_CONTENT
    }

    /** What may help. */
    enum Remedy {
        ANY_TARGET,
        OTHER_TARGET,
        NOTHING
    }

    /** Whether it may make Penstock leave the provider's key alone, and so other models of the same provider. */
    boolean concernsKey() {
        return remedy == Remedy.OTHER_TARGET || status == 429;
    }

    boolean reachesUpstream() {
        return place == Place.SCRIPTED;
    }

    /** The client has a part of the answer when it fails: in a stream there is no way back. */
    boolean isSeen() {
        return form == Form.STREAM && point == Point.AFTER_CONTENT;
    }

    /** Asks in this failure's form; what comes is no stream. */
    HttpAnswer error(ChatClient client, String model) {
        if (form == Form.PLAIN) {
            return client.chat(model, "hi");
        }
        try (SseClient stream = client.stream(model, "hi")) {
            return stream.answer(SOON);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
