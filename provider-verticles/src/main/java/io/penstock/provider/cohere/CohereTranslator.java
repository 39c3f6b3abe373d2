package io.penstock.provider.cohere;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.provider.upstream.translate.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Between the chat completions API and Cohere's. */
final class CohereTranslator implements Translator {

    @Override
    public UpstreamRequest request(ChatRequest chat, String model, boolean stream) {
        try {
            return UpstreamRequest.post(
                    "/v2/chat", WireJson.MAPPER.writeValueAsBytes(CohereRequestMapper.map(chat, model, stream)));
        } catch (JsonProcessingException ofOwnTypes) {
            throw new UncheckedIOException(ofOwnTypes);
        }
    }

    @Override
    public EventMapper events(ChatRequest chat, AnswerWriter answer) {
        return new CohereAnswerMapper(answer);
    }

    @Override
    public Step document(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        return new CohereAnswerMapper(answer).document(document);
    }

    @Override
    public ErrorReader errors() {
        return CohereErrors::read;
    }

    @Override
    public KeyProbe.Question probe() {
        return KeyProbe.Question.of(UpstreamRequest.get("/v1/models?page_size=1"));
    }
}
