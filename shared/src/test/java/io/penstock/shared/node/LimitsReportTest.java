package io.penstock.shared.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.ConfigLoader;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsReportTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path directory;

    private final LocalQuotas quotas = new LocalQuotas(Clock.systemUTC());
    private final RecentRefusals refusals = new RecentRefusals();

    @Test
    void showsEveryCounterAsItIsNow() throws IOException {
        LimitsReport report = report("auth: none\nlimits: { perKey: { requestsPerMinute: 5, concurrentRequests: 2 } }");
        Subject subject = Subject.key(
                "anonymous", Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 5).with(LimitKind.CONCURRENT_REQUESTS, 2));
        Admission running = quotas.admit(List.of(subject), Demand.ONE_REQUEST).result();
        JsonObject shown = subjects(report, "").getJsonObject(0);
        assertEquals("key 'anonymous'", shown.getString("subject"));
        JsonArray limits = shown.getJsonArray("limits");
        JsonObject minute = limits.getJsonObject(0);
        assertEquals("requestsPerMinute", minute.getString("kind"));
        assertEquals(5, minute.getInteger("limit"));
        assertEquals(1, minute.getInteger("used"));
        assertEquals(4, minute.getInteger("remaining"));
        assertTrue(minute.getLong("resetMillis") > 0);
        assertEquals(1, limits.getJsonObject(1).getInteger("used"));
        Void settled = assertInstanceOf(Admission.Granted.class, running)
                .reservation()
                .settle(0)
                .result();
        JsonArray after = subjects(report, "").getJsonObject(0).getJsonArray("limits");
        assertEquals(0, after.getJsonObject(1).getInteger("used"));
    }

    @Test
    void showsThoseThatAreAskedForAndNeverTooMany() throws IOException {
        StringBuilder models = new StringBuilder("auth: none\nproviders: { echo: { type: echo } }\nmodels:\n");
        for (int i = 0; i < LimitsReport.MOST + 5; i++) {
            models.append("  m-")
                    .append(i)
                    .append(": { targets: [ { provider: echo } ], limits: { requestsPerDay: 1 } }\n");
        }
        LimitsReport report = report(models.toString());
        assertEquals(LimitsReport.MOST, subjects(report, "").size());
        assertTrue(report.read("").result().getBoolean("more"));
        assertEquals(1, subjects(report, "M-77'").size());
        assertFalse(report.read("M-77'").result().getBoolean("more"));
    }

    @Test
    void showsTheLastRefusalsThoughTheCountersCannotAnswer() throws IOException {
        LimitsReport report = report("auth: none");
        Subject alice = Subject.key("alice", Limits.NONE);
        for (int i = 0; i < 150; i++) {
            refusals.add(new RecentRefusals.Entry(
                    NOON,
                    "request-" + i,
                    "alice",
                    new Admission.Refused(alice, LimitKind.TOKENS_PER_DAY, 7, 6, 1234, List.of())));
        }
        Void closed = quotas.close().result();
        JsonArray shown = report.withoutCounters().getJsonArray("refusals");
        assertEquals(100, shown.size());
        assertEquals(
                new JsonObject()
                        .put("at", "2026-01-01T12:00:00Z")
                        .put("requestId", "request-149")
                        .put("client", "alice")
                        .put("subject", "key 'alice'")
                        .put("kind", "tokensPerDay")
                        .put("limit", 7L)
                        .put("used", 6L)
                        .put("retryAfterMillis", 1234L),
                shown.getJsonObject(0));
    }

    private static JsonArray subjects(LimitsReport report, String filter) {
        return report.read(filter).result().getJsonArray("subjects");
    }

    private LimitsReport report(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), yaml);
        Config config = ConfigLoader.load(file, name -> null);
        return new LimitsReport(() -> config, quotas, refusals);
    }
}
