package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** One document, which is the first answer's but for the choices of all and the usage. */
final class DocumentJoin implements AnswerJoin {

    private final List<Buffer> documents = new ArrayList<>();

    DocumentJoin(int choices) {
        for (int i = 0; i < choices; i++) {
            documents.add(Buffer.buffer(0));
        }
    }

    @Override
    public Buffer add(int choice, Buffer bytes) {
        documents.get(choice).appendBuffer(bytes);
        return Buffer.buffer(0);
    }

    @Override
    public Buffer end(Usage usage) {
        RawObject whole = read(0);
        RawArray choices = new RawArray();
        UsageSum usages = new UsageSum();
        for (int i = 0; i < documents.size(); i++) {
            RawObject answer = i == 0 ? whole : read(i);
            addChoices(answer, choices);
            RawObject own = RawObject.from(answer.get("usage"));
            if (own != null) {
                usages.add(own);
            }
        }
        whole.put("choices", choices);
        whole.put("usage", usages.total(usage));
        Buffer out = Buffer.buffer();
        whole.writeTo(out);
        return out;
    }

    @Override
    public boolean isStreamed() {
        return false;
    }

    private RawObject read(int choice) {
        byte[] document = documents.get(choice).getBytes();
        documents.set(choice, Buffer.buffer(0));
        RawObject answer = RawObject.read(document, 0, document.length);
        if (answer == null) {
            throw new MalformedJsonException("no JSON object", 0);
        }
        return answer;
    }

    private static void addChoices(RawObject answer, RawArray choices) {
        RawArray own = answer.array("choices");
        for (int i = 0; own != null && i < own.size(); i++) {
            RawObject choice = own.object(i);
            if (choice != null) {
                choice.put("index", RawValue.number(choices.size()));
                choices.add(choice);
            }
        }
    }
}
