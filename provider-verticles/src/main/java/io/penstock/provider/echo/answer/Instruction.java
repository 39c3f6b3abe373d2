package io.penstock.provider.echo.answer;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.penstock.provider.echo.request.EchoRequest;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a request into echo's answer: an instruction at the start of its text, or the text itself. */
public final class Instruction {

    static final int MAX_WORDS = 1_000_000;
    static final int MAX_NUMBERS = 10_000;
    static final int MAX_REPEATS = 10_000;

    private static final String NO_ARGUMENTS = "{}";
    private static final List<String> QUOTES = List.of("\"\"", "''", "“”", "‘’", "«»", "``");

    // Gaps are bounded so that no text, however long its gaps, takes more than a glance.
    private static final Pattern REPEAT = pattern("repeat\\s{1,8}(\\d{1,9})\\s{1,8}times?\\b\\s{0,8}:?");
    private static final Pattern SAY = pattern("(?:say|repeat)\\b\\s{0,8}:?");
    private static final Pattern COUNT =
            pattern("count\\s{1,8}from\\s{1,8}(-?\\d{1,15})\\s{1,8}to\\s{1,8}(-?\\d{1,15})(?!\\d)");
    private static final Pattern WRITE = pattern("write\\s{1,8}(\\d{1,9})\\s{1,8}words?\\b");
    private static final Pattern CALL = pattern("call\\s{1,8}([A-Za-z0-9_.:-]{1,64})");

    private Instruction() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, CASE_INSENSITIVE);
    }

    public static EchoAnswer answer(EchoRequest request) {
        String text = request.isToolResult() ? "" : request.text().strip();
        Matcher call = CALL.matcher(text);
        if (call.lookingAt() && request.tools().contains(call.group(1))) {
            return new EchoAnswer.Calling(call.group(1), arguments(text.substring(call.end())));
        }
        if (request.mustCall()) {
            return new EchoAnswer.Calling(request.tools().get(0), NO_ARGUMENTS);
        }
        EchoAnswer.Text answer = obeyed(text, request.text());
        return request.format().json() ? asJson(request, answer) : answer;
    }

    private static EchoAnswer asJson(EchoRequest request, EchoAnswer.Text answer) {
        String schema = request.format().schema();
        Optional<String> sample = schema == null ? Optional.empty() : SchemaSample.of(schema, request.text());
        return sample.map(EchoAnswer.Text::of).orElseGet(answer::asJson);
    }

    private static EchoAnswer.Text obeyed(String text, String otherwise) {
        Matcher repeat = REPEAT.matcher(text);
        if (repeat.lookingAt()) {
            int times = Math.min(MAX_REPEATS, Integer.parseInt(repeat.group(1)));
            return EchoAnswer.Text.repeated(times, unquoted(text.substring(repeat.end())));
        }
        Matcher say = SAY.matcher(text);
        if (say.lookingAt()) {
            return EchoAnswer.Text.of(unquoted(text.substring(say.end())));
        }
        Matcher count = COUNT.matcher(text);
        if (count.lookingAt()) {
            long from = Long.parseLong(count.group(1));
            long to = Long.parseLong(count.group(2));
            int numbers = (int) Math.min(MAX_NUMBERS, Math.abs(to - from) + 1);
            return EchoAnswer.Text.numbers(from, numbers, to < from ? -1 : 1);
        }
        Matcher write = WRITE.matcher(text);
        if (write.lookingAt()) {
            return EchoAnswer.Text.words(Math.min(MAX_WORDS, Integer.parseInt(write.group(1))));
        }
        return EchoAnswer.Text.of(otherwise);
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        int last = stripped.length() - 1;
        if (last >= 1) {
            for (String quotes : QUOTES) {
                if (stripped.charAt(0) == quotes.charAt(0) && stripped.charAt(last) == quotes.charAt(1)) {
                    return stripped.substring(1, last);
                }
            }
        }
        return stripped;
    }

    /** The JSON object that the text starts with, byte for byte: numbers of any size survive. */
    private static String arguments(String text) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(bytes);
        try {
            if (cursor.skip() == JsonCursor.Kind.OBJECT) {
                return new String(bytes, 0, cursor.valueEnd(), StandardCharsets.UTF_8);
            }
        } catch (MalformedJsonException e) {
            return NO_ARGUMENTS;
        }
        return NO_ARGUMENTS;
    }
}
