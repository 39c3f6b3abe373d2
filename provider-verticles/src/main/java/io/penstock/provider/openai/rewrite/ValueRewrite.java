package io.penstock.provider.openai.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.preset.Effort;
import io.penstock.provider.openai.preset.FormatForm;
import io.penstock.provider.openai.preset.Preset;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.Set;

/** Puts values that the vendor would refuse, or take otherwise, in its own words. */
final class ValueRewrite {

    private final Preset preset;
    private final String model;
    private final Set<String> dropped;

    /** @param dropped gets the names of what could not be put */
    ValueRewrite(Preset preset, String model, Set<String> dropped) {
        this.preset = preset;
        this.model = model;
        this.dropped = dropped;
    }

    void rewrite(Container request) {
        effort(request);
        format(request);
        words(request);
        clamp(request);
        if (preset.countsLogprobs()) {
            countLogprobs(request);
        }
    }

    private void effort(Container request) {
        Member effort = request.get("reasoning_effort");
        String level = effort == null ? null : effort.text();
        if (effort == null || level == null) {
            return;
        }
        Effort.Told told = preset.effort().tell(model, level);
        if (told.level() != null) {
            if (!told.level().equals(level)) {
                effort.set(Member.quoted(told.level()));
            }
            return;
        }
        effort.remove();
        if (told.member() == null || told.json() == null) {
            dropped.add("reasoning_effort");
        } else if (request.get(told.member()) == null) {
            request.put(told.member(), told.json());
        }
    }

    private void format(Container request) {
        Member format = request.get("response_format");
        if (format == null || format.kind() != Kind.OBJECT || preset.format() == FormatForm.OPENAI) {
            return;
        }
        String type = format.container().text("type");
        if (preset.format() == FormatForm.NO_OBJECT && "json_object".equals(type)) {
            format.set("{\"type\":\"json_schema\",\"json_schema\":"
                    + "{\"name\":\"json_object\",\"schema\":{\"type\":\"object\"}}}");
        } else if (preset.format() == FormatForm.NO_SCHEMA && "json_schema".equals(type)) {
            SchemaInstruction.put(format, request.get("messages"));
        }
    }

    private void words(Container request) {
        preset.words().forEach((parameter, words) -> {
            Member member = request.get(parameter);
            String word = member == null ? null : member.text();
            String its = word == null ? null : words.get(word);
            if (member != null && its != null) {
                member.set(Member.quoted(its));
            }
        });
    }

    private void clamp(Container request) {
        preset.most().forEach((parameter, most) -> {
            Member member = request.get(parameter);
            if (member != null
                    && member.kind() == Kind.NUMBER
                    && member.cursor().number() > most) {
                member.set(most == Math.rint(most) ? Long.toString(Math.round(most)) : Double.toString(most));
            }
        });
    }

    private static void countLogprobs(Container request) {
        Member logprobs = request.get("logprobs");
        Member top = request.get("top_logprobs");
        request.remove("top_logprobs");
        if (logprobs == null || logprobs.kind() != Kind.BOOLEAN) {
            return;
        }
        if (logprobs.cursor().bool()) {
            logprobs.set(top != null && top.kind() == Kind.NUMBER ? atLeastOne(top) : "1");
        } else {
            logprobs.remove();
        }
    }

    private static String atLeastOne(Member count) {
        String json = new String(count.json(), UTF_8);
        return json.equals("0") ? "1" : json;
    }
}
