package io.penstock.provider.upstream.normaliser;

import static io.penstock.provider.upstream.normaliser.Normalised.MODEL;

import io.penstock.provider.upstream.normaliser.ChunkNormaliser.Outcome;
import io.penstock.testkit.StreamInvariants;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams damaged at random: whatever comes in, what goes out is well formed, or has failed. */
class StreamFuzzTest {

    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "1e400",
            "\"\"",
            "\"x\"",
            "{}",
            "[]",
            "[{}]",
            "[null]",
            "\\u0000",
            ",",
            ":",
            "\n",
            "\r",
            "\n\n",
            "data: ",
            "event: error\n",
            "[DONE]",
            "\"index\":",
            "\"usage\":",
            "\"choices\":[",
            "\"delta\":",
            "\"finish_reason\":\"stop\",",
            "\"error\":null,",
            "\"tool_calls\":[{}],",
            "\"role\":",
            "\ufeff");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsItsPromisesOnDamagedBytes(long seed) {
        Random random = new Random(seed);
        List<StreamCorpus> corpus = StreamCorpus.all();
        for (int i = 0; i < 6000; i++) {
            StreamCorpus stream = corpus.get(random.nextInt(corpus.size()));
            check(stream, damaged(stream.bytes(), random), random);
        }
    }

    @Test
    void keepsItsPromisesOnMixedUpEvents() {
        Random random = new Random(5);
        List<String> events = StreamCorpus.all().stream()
                .flatMap(stream -> Arrays.stream(new String(stream.bytes(), StandardCharsets.UTF_8).split("\n\n")))
                .toList();
        StreamCorpus any = StreamCorpus.named("openai");
        for (int i = 0; i < 10000; i++) {
            StringBuilder mix = new StringBuilder();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                mix.append(events.get(random.nextInt(events.size()))).append("\n\n");
            }
            check(any, mix.toString().getBytes(StandardCharsets.UTF_8), random);
        }
    }

    private static void check(StreamCorpus origin, byte[] stream, Random random) {
        boolean usageAsked = random.nextBoolean();
        int cut = random.nextInt(stream.length + 1);
        String input = new String(stream, StandardCharsets.UTF_8);
        try {
            Normalised result = Normalised.of(stream, origin.choices(), usageAsked, random.nextInt(4) > 0, cut);
            if (result.outcome() instanceof Outcome.Finished) {
                StreamInvariants.complete(result.output(), MODEL, usageAsked);
            } else {
                StreamInvariants.beginning(result.output(), MODEL, usageAsked);
            }
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(origin + " as\n" + input, broken);
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(result.length);
            int to = Math.min(result.length, at + random.nextInt(1 << random.nextInt(10)));
            switch (random.nextInt(5)) {
                case 0 -> result[at] = (byte) random.nextInt(256);
                case 1 -> result = join(result, at, to, new byte[0]);
                case 2 -> result = join(result, at, at, Arrays.copyOfRange(result, at, to));
                case 3 -> result = join(result, at, at, token(random));
                default -> result = replaceValue(result, at, token(random));
            }
            if (result.length == 0) {
                return result;
            }
        }
        return result;
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a token in the place of the next value: between a colon and what ends it. */
    private static byte[] replaceValue(byte[] bytes, int at, byte[] token) {
        int from = at;
        while (from < bytes.length && bytes[from] != ':') {
            from++;
        }
        from = Math.min(from + 1, bytes.length);
        int to = from;
        while (to < bytes.length && bytes[to] != ',' && bytes[to] != '}' && bytes[to] != '\n') {
            to++;
        }
        return join(bytes, from, to, token);
    }

    private static byte[] join(byte[] bytes, int from, int to, byte[] between) {
        byte[] joined = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
        System.arraycopy(between, 0, joined, from, between.length);
        System.arraycopy(bytes, to, joined, from + between.length, bytes.length - to);
        return joined;
    }
}
