package io.penstock.provider.echo.answer;

import io.penstock.provider.echo.request.EchoTokens;
import io.penstock.shared.chat.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What echo says: the same for every choice. */
public sealed interface EchoAnswer {

    /** The answer's tokens from the start. */
    Iterator<String> tokens();

    /**
     * Text.
     *
     * @param source makes each token when it is asked for, so that a long answer is never in memory
     */
    public record Text(Supplier<Iterator<String>> source) implements EchoAnswer {

        private static final List<String> WORDS = List.of(
                "water", "runs", "through", "the", "gate", "and", "turns", "a", "wheel", "below", "while", "rain",
                "fills", "every", "pond", "again");

        @Override
        public Iterator<String> tokens() {
            return source.get();
        }

        static Text of(String text) {
            return new Text(() -> new EchoTokens(text));
        }

        /** The text so many times, with a space between. */
        static Text repeated(int times, String text) {
            return new Text(() -> Series.joined(new Series<>(times, i -> new EchoTokens(i == 0 ? text : " " + text))));
        }

        /** The first so many words of an endless fixed text. */
        static Text words(int count) {
            return spaced(count, i -> WORDS.get(i % WORDS.size()));
        }

        /** So many numbers, one or minus one apart. */
        static Text numbers(long from, int count, int step) {
            return spaced(count, i -> Long.toString(from + (long) i * step));
        }

        /** A JSON object that has this text as its one value. */
        Text asJson() {
            return new Text(() -> Series.joined(List.of(
                            List.of("{\"echo\":\"").iterator(),
                            escaped(tokens()),
                            List.of("\"}").iterator())
                    .iterator()));
        }

        private static Text spaced(int count, IntFunction<String> word) {
            return new Text(() -> new Series<>(count, i -> i == 0 ? word.apply(0) : " " + word.apply(i)));
        }

        private static Iterator<String> escaped(Iterator<String> tokens) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return tokens.hasNext();
                }

                @Override
                public String next() {
                    return new String(JsonText.escape(tokens.next()), StandardCharsets.UTF_8);
                }
            };
        }
    }

    /**
     * A call of one of the client's tools.
     *
     * @param arguments the JSON text of an object
     */
    public record Calling(String name, String arguments) implements EchoAnswer {

        @Override
        public Iterator<String> tokens() {
            return new EchoTokens(arguments);
        }
    }
}
