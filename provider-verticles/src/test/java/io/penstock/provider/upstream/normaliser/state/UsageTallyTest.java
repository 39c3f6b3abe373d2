package io.penstock.provider.upstream.normaliser.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class UsageTallyTest {

    private final UsageTally tally = new UsageTally(10);

    private void report(long prompt, long completion) {
        byte[] json = ("{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                        + (prompt + completion) + "}")
                .getBytes(UTF_8);
        tally.offer(RawObject.read(json, 0, json.length));
        tally.chunkTaken();
    }

    @Test
    void estimatesWhatNobodyReports() {
        assertEquals(Usage.estimate(10, 0), tally.soFar());
        tally.addText(9);
        assertEquals(Usage.estimate(10, 3), tally.soFar());
        assertEquals(Usage.estimate(10, 3), tally.usage());
    }

    @Test
    void aReportedZeroIsHonoured() {
        tally.addText(9);
        report(0, 0);
        assertEquals(Usage.reported(0, 0), tally.usage());
        assertTrue(tally.isAsReported());
    }

    @Test
    void theLastReportCountsWhateverCameBefore() {
        report(0, 0);
        report(5, 2);
        assertEquals(Usage.reported(5, 2), tally.usage());
    }

    @Test
    void aReportInEveryChunkIsTheUsageSoFar() {
        tally.addText(40);
        report(5, 1);
        tally.addText(40);
        report(5, 2);
        assertEquals(Usage.reported(5, 2), tally.soFar());
    }

    @Test
    void textSinceTheLastReportIsEstimatedOnTopOfIt() {
        tally.addText(40);
        report(5, 1);
        tally.addText(8);
        assertEquals(Usage.estimate(5, 3), tally.soFar());
        assertEquals(Usage.reported(5, 1), tally.usage());
    }

    /** Some report the prompt at the start and the completion at the end, or nothing but zeros until then. */
    @Test
    void aReportOfNoCompletionSaysNothingOfTextThatIsThere() {
        tally.addText(8);
        report(5, 0);
        assertEquals(Usage.estimate(5, 2), tally.soFar());
        report(0, 0);
        assertEquals(Usage.estimate(10, 2), tally.soFar());
    }

    @Test
    void aReportWhoseCachedTokensStandElsewhereNeedsAChange() {
        byte[] json = "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7,\"prompt_cache_hit_tokens\":4}"
                .getBytes(UTF_8);
        tally.offer(RawObject.read(json, 0, json.length));
        assertFalse(tally.isAsReported());
        Buffer written = Buffer.buffer();
        tally.report().writeTo(written);
        assertEquals(
                "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7,\"prompt_cache_hit_tokens\":4,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4}}",
                written.toString());
    }

    @Test
    void knowsWhetherAnythingCame() {
        assertFalse(tally.isBegun());
        tally.addText(1);
        assertTrue(tally.isBegun());
        UsageTally reported = new UsageTally(10);
        byte[] json = "{\"prompt_tokens\":3,\"completion_tokens\":0}".getBytes(UTF_8);
        reported.offer(RawObject.read(json, 0, json.length));
        assertTrue(reported.isBegun());
    }
}
