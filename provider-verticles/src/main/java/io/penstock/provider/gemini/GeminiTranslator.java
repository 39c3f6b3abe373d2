package io.penstock.provider.gemini;

import io.penstock.provider.gemini.answer.GeminiErrors;
import io.penstock.provider.gemini.answer.GeminiFraming;
import io.penstock.provider.gemini.answer.ResponseMapper;
import io.penstock.provider.gemini.request.RequestMapper;
import io.penstock.provider.gemini.request.ToolNames;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Framing;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.provider.upstream.translate.Translator;
import java.io.IOException;

/** Translates for Gemini. */
final class GeminiTranslator implements Translator {

    private final GeminiPaths paths;

    GeminiTranslator(GeminiPaths paths) {
        this.paths = paths;
    }

    @Override
    public UpstreamRequest request(ChatRequest chat, String model, boolean stream) {
        return UpstreamRequest.post(paths.generate(model, stream), RequestMapper.map(chat, model));
    }

    @Override
    public EventMapper events(ChatRequest chat, AnswerWriter answer) {
        return new ResponseMapper(answer, ToolNames.of(chat));
    }

    @Override
    public Step document(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        Step step = events(chat, answer).event(null, document, 0, document.length);
        return step instanceof Step.Error ? step : Step.END;
    }

    @Override
    public KeyProbe.Question probe() {
        return paths.probe();
    }

    @Override
    public Framing.Factory framing() {
        return GeminiFraming::new;
    }

    @Override
    public ErrorReader errors() {
        return (status, headers, body) -> GeminiErrors.read(body);
    }

    /** {@code candidateCount}; a model that makes one candidate only says so itself. */
    @Override
    public boolean hasN() {
        return true;
    }
}
