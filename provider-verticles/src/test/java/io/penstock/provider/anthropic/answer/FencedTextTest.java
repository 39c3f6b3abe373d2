package io.penstock.provider.anthropic.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class FencedTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{\"a\":1}|{\"a\":1}",
                "```json~{\"a\":1}~```|{\"a\":1}",
                " ~```~{~\"a\": \"```\"~}~```~bye|{~\"a\": \"```\"~}",
                "```json~{\"a\":1|{\"a\":1",
                "```json~{\"a\":1}~``|{\"a\":1}~``",
                "``x|``x",
                "``|``",
                "Sure: ```{}```|Sure: ```{}```",
                "```json|''",
                "```json {\"a\":1}```|{\"a\":1}",
                "```{\"a\":1} ``` ~bye|{\"a\":1}",
                "```[1,~2]~```|[1,~2]",
                "```json {\"a\":|{\"a\":"
            })
    void takesOffAFenceWhereverThePiecesAreCut(String text, String expected) {
        String whole = text.replace('~', '\n');
        for (int size = 1; size <= whole.length(); size++) {
            StringBuilder out = new StringBuilder();
            FencedText fenced = new FencedText(out::append);
            for (int i = 0; i < whole.length(); i += size) {
                fenced.add(whole.substring(i, Math.min(whole.length(), i + size)));
            }
            fenced.end();
            assertEquals(expected.equals("''") ? "" : expected.replace('~', '\n'), out.toString(), "pieces of " + size);
        }
    }
}
