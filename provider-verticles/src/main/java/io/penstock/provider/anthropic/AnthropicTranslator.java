package io.penstock.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.provider.anthropic.answer.AnthropicErrors;
import io.penstock.provider.anthropic.answer.DocumentReader;
import io.penstock.provider.anthropic.answer.EventReader;
import io.penstock.provider.anthropic.request.RequestMapper;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.provider.upstream.translate.Translator;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;

/** Between the chat-completions API and Anthropic's Messages API. */
final class AnthropicTranslator implements Translator {

    private final Map<String, String> headers;
    private final RequestMapper requests;
    private final ErrorReader errors = new AnthropicErrors(Clock.systemUTC());

    AnthropicTranslator(ApiVersion version) {
        headers = Map.of("anthropic-version", version.date());
        requests = new RequestMapper(version.takesSampling());
    }

    @Override
    public UpstreamRequest request(ChatRequest chat, String model, boolean stream) {
        try {
            byte[] body = WireJson.MAPPER.writeValueAsBytes(requests.map(chat, model, stream));
            return UpstreamRequest.post("/v1/messages", headers, body);
        } catch (JsonProcessingException bug) {
            throw new UncheckedIOException(bug);
        }
    }

    @Override
    public EventMapper events(ChatRequest chat, AnswerWriter answer) {
        return new EventReader(chat, answer);
    }

    @Override
    public Step document(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        return DocumentReader.read(chat, document, answer);
    }

    @Override
    public KeyProbe.Question probe() {
        return KeyProbe.Question.of(new UpstreamRequest(HttpMethod.GET, "/v1/models?limit=1", headers, new byte[0]));
    }

    @Override
    public ErrorReader errors() {
        return errors;
    }
}
