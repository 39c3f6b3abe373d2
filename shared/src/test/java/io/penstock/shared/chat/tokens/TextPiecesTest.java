package io.penstock.shared.chat.tokens;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.penstock.shared.chat.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextPiecesTest {

    private static final String PROSE =
            "It's 12345 degrees; they'll say \"naïve\", won't they?\n\n\tif (a_b == c1) { return x; }  // 人工智能，"
                    + "正在改变。 Ελλάδα के लिए e\u0301 😀👍🏽 <|endoftext|> don't   stop \r\n ";

    @ParameterizedTest
    @EnumSource(
            value = EncodingType.class,
            names = {"O200K_BASE", "CL100K_BASE"})
    void losesNoTokenOfTextInWords(EncodingType type) {
        Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            String text = PROSE.substring(random.nextInt(40)).repeat(3 + random.nextInt(20));
            int sum = pieces(text).stream()
                    .mapToInt(encoding::countTokensOrdinary)
                    .sum();
            assertEquals(encoding.countTokensOrdinary(text), sum);
        }
    }

    @Test
    void cutsTextWithoutWordsAnywhereButInAPair() {
        for (String text : List.of(" ".repeat(5000), "x".repeat(5000), "x" + "😀".repeat(3000), "\n=".repeat(999))) {
            List<String> pieces = pieces(text);
            assertEquals(text, String.join("", pieces));
            for (String piece : pieces) {
                assertTrue(piece.length() <= TextPieces.LENGTH + 1);
                assertTrue(piece.length() > TextPieces.LENGTH / 2 || piece.equals(pieces.get(pieces.size() - 1)));
                assertFalse(Character.isLowSurrogate(piece.charAt(0)));
            }
        }
    }

    @Test
    void replacesHalvesOfPairs() {
        assertEquals(List.of("\ufffd\ufffd 😀\ufffd"), pieces("\ude00\ud83d 😀\ud83d"));
    }

    @Test
    void decodesAnyText() {
        Random random = new Random(13);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(1000); length > 0; length--) {
                text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
            }
            String whole = new String(text.toString().getBytes(UTF_16), UTF_16);
            assertEquals(whole, String.join("", pieces(text.toString())));
        }
    }

    @Test
    void stopsBehindACharacterNotInIt() {
        for (String odd : List.of("é", "人", "😀", "\\n", "\\u4eba")) {
            byte[] bytes = ("x" + odd + "y").getBytes(UTF_8);
            for (int to = 2; to < bytes.length; to++) {
                EscapedText text = new EscapedText(bytes, 0, to);
                TextPieces pieces = new TextPieces(text);
                assertEquals(EscapedText.prefix(bytes, 0, bytes.length - 1, 9), pieces.next());
                assertFalse(pieces.hasNext());
                assertEquals(bytes.length - 1, text.position());
            }
        }
    }

    private static List<String> pieces(String text) {
        byte[] escaped = ("[\"" + new String(JsonText.escape(text), UTF_8) + "\"]").getBytes(UTF_8);
        TextPieces pieces = new TextPieces(new EscapedText(escaped, 2, escaped.length - 2));
        List<String> all = new ArrayList<>();
        while (pieces.hasNext()) {
            all.add(pieces.next());
        }
        return all;
    }
}
