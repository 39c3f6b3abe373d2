package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;

/** Opens for tests what reads a translated answer. */
public final class TranslatedReaders {

    private TranslatedReaders() {}

    /** As {@link TranslatedProvider} opens it for a streamed answer with status 200. */
    public static AnswerReader streamed(Translator translator, ChatCall call, UpstreamErrors errors) {
        ChatRequest chat = ChatRequestMapper.map(call.body(), call.peek());
        StreamedAnswer answer = new StreamedAnswer(call);
        return new TranslatedStream(answer, translator.framing(), translator.events(chat, answer), errors);
    }
}
