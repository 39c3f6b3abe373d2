package io.penstock.provider.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.provider.bedrock.answer.ConverseDocument;
import io.penstock.provider.bedrock.answer.ConverseEvents;
import io.penstock.provider.bedrock.aws.EventStreamFraming;
import io.penstock.provider.bedrock.request.ConverseRequests;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Framing;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.provider.upstream.translate.Translator;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bedrock's Converse and ConverseStream (docs.aws.amazon.com, Amazon Bedrock API Reference). */
final class BedrockTranslator implements Translator {

    private static final Map<String, String> STREAM = Map.of("accept", "application/vnd.amazon.eventstream");
    private static final Map<String, String> PLAIN = Map.of("accept", "application/json");

    /** A model that does not exist: who may call Bedrock is told so before anything is billed. */
    private static final String NO_MODEL = "penstock.no-such-model";

    private final ErrorReader errors;

    BedrockTranslator(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public UpstreamRequest request(ChatRequest chat, String model, boolean stream) {
        try {
            byte[] body = WireJson.MAPPER.writeValueAsBytes(ConverseRequests.of(chat, model));
            return UpstreamRequest.post(
                    path(model, stream ? "converse-stream" : "converse"), stream ? STREAM : PLAIN, body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public EventMapper events(ChatRequest chat, AnswerWriter answer) {
        return new ConverseEvents(chat, answer);
    }

    @Override
    public Step document(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        return ConverseDocument.map(chat, document, answer);
    }

    @Override
    public Framing.Factory framing() {
        return EventStreamFraming::new;
    }

    @Override
    public ErrorReader errors() {
        return errors;
    }

    /** AWS looks at the credentials first: the request is bad enough to go no further. */
    @Override
    public KeyProbe.Question probe() {
        UpstreamRequest request =
                UpstreamRequest.post(path(NO_MODEL, "converse"), PLAIN, "{}".getBytes(StandardCharsets.US_ASCII));
        return new KeyProbe.Question(request, status -> status == 400 || status == 404);
    }

    /** An ARN has colons and slashes, which are one segment's here. */
    private static String path(String model, String operation) {
        String segment = URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "/model/" + segment.replace("%7E", "~") + "/" + operation;
    }
}
