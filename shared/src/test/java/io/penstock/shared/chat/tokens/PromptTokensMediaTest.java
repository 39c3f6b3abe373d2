package io.penstock.shared.chat.tokens;

import static io.penstock.shared.chat.tokens.Requests.ONE_MESSAGE;
import static io.penstock.shared.chat.tokens.Requests.dataUrl;
import static io.penstock.shared.chat.tokens.Requests.openai;
import static io.penstock.shared.chat.tokens.Requests.user;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content that is not, or not only, plain text. */
class PromptTokensMediaTest {

    private static final PromptTokens TOKENS = new PromptTokens();
    /** 2048 x 4096 pixels: 1105 tokens, OpenAI's own example. */
    private static final byte[] PNG = ImageHeads.png(2048, 4096);

    @Test
    void countsTextParts() {
        assertEquals(2, parts("{\"type\":\"text\",\"text\":\"hello world\"}"));
        assertEquals(
                2, parts("{\"text\":\"hello world\",\"cache_control\":{\"type\":\"ephemeral\"},\"type\":\"text\"}"));
        assertEquals(
                4,
                parts(
                        "{\"type\":\"refusal\",\"refusal\":\"hello world\"},{\"type\":\"text\",\"text\":\"hello world\"}"));
    }

    @Test
    void countsTheStringsOfPartsItDoesNotKnow() {
        assertEquals(
                1 + 2 + 2, parts("{\"type\":\"new\",\"new\":{\"a\":[\"hello world\",1,null],\"b\":\"hello world\"}}"));
        assertEquals(
                1 + MediaTokens.ofFile(300_000, "video/mp4"),
                parts("{\"type\":\"video\",\"video_url\":{\"url\":\"" + dataUrl("video/mp4", new byte[300_000])
                        + "\"}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                      765",
        "',\"detail\":\"auto\"',  765",
        "',\"detail\":null',      765",
        "',\"detail\":\"low\"',   85",
        "',\"detail\":\"high\"',  1445",
        "',\"detail\":\"new\"',   765"
    })
    void countsAnImageThatIsElsewhereByItsDetail(String detail, long tokens) {
        assertEquals(
                tokens, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/y.png\"" + detail + "}}"));
    }

    @ParameterizedTest
    @CsvSource({"'', 1105", "'\"detail\":\"high\",', 1105", "'\"detail\":\"low\",', 85"})
    void countsAnImageThatIsSentByItsSize(String detail, long tokens) {
        String url = dataUrl("image/png", PNG);
        assertEquals(tokens, parts("{\"image_url\":{" + detail + "\"url\":\"" + url + "\"},\"type\":\"image_url\"}"));
        assertEquals(1105, parts("{\"type\":\"image_url\",\"image_url\":\"" + url + "\"}"));
    }

    @Test
    void readsADataUrlInWhateverEscapes() {
        byte[] odd = Arrays.copyOf(PNG, 4000);
        new Random(3).nextBytes(odd);
        System.arraycopy(PNG, 0, odd, 0, PNG.length);
        String url = dataUrl("image/png", odd).replace("/", "\\/").replace("+", "\\u002b");
        assertEquals(1105, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}"));
    }

    @Test
    void readsAJpegsSizeBehindTheCamerasNotes() {
        String url = dataUrl("image/jpeg", ImageHeads.jpeg(1024, 1024, 60_000));
        assertEquals(
                765, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\",\"detail\":\"high\"}}"));
    }

    @Test
    void takesAnImageItCannotReadForAnUnknownOne() {
        String svg = dataUrl("image/svg+xml", "<svg/>".getBytes(US_ASCII));
        assertEquals(765, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + svg + "\"}}"));
        assertEquals(765, parts("{\"type\":\"image_url\",\"image_url\":{}}"));
        assertEquals(765, parts("{\"type\":\"image_url\",\"image_url\":null}"));
        assertEquals(765, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:\"}}"));
        assertEquals(765, parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}"));
    }

    @Test
    void countsALargeImageAsOneWithTheSameHead() {
        byte[] large = Arrays.copyOf(PNG, 5_000_000);
        String part = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + dataUrl("image/png", large) + "\"}}";
        byte[] body = user("[" + part + "]");
        long tokens = assertTimeout(Duration.ofSeconds(2), () -> TOKENS.count(body, openai("gpt-4o")));
        assertEquals(ONE_MESSAGE + 1105, tokens);
    }

    @Test
    void guessesAudioByItsLength() {
        String data = Base64.getEncoder().encodeToString(new byte[96_000]);
        assertEquals(
                31, parts("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"" + data + "\",\"format\":\"wav\"}}"));
        assertEquals(
                121,
                parts("{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"mp3\",\"data\":\"" + data + "\"}}"));
        assertEquals(1, parts("{\"type\":\"input_audio\",\"input_audio\":{}}"));
    }

    @Test
    void guessesFilesByTheirLengthAndType() {
        assertEquals(1500, parts("{\"type\":\"file\",\"file\":{\"file_id\":\"file-abc\"}}"));
        assertEquals(1500, parts(file("application/pdf", 1000)));
        assertEquals(4500, parts(file("application/pdf", 140_000)));
        assertEquals(150_000, parts(file("application/pdf", 12_000_000)));
        assertEquals(2500, parts(file("text/plain", 9999)));
        assertEquals(3000, parts("{\"type\":\"file\",\"file\":{\"file_data\":\"" + "A".repeat(120_000) + "\"}}"));
    }

    private static String file(String mediaType, int bytes) {
        return "{\"type\":\"file\",\"file\":{\"filename\":\"a\",\"file_data\":\"" + dataUrl(mediaType, new byte[bytes])
                + "\"}}";
    }

    /** What the parts cost, beside the one message they are in. */
    private static long parts(String parts) {
        return TOKENS.count(user("[" + parts + "]"), openai("gpt-4o")) - ONE_MESSAGE;
    }
}
