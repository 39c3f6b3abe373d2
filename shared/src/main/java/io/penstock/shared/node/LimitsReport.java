package io.penstock.shared.node;

import io.penstock.shared.config.Config;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.LimitedSubjects;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.RecentRefusals;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What {@code /limits} shows: the counters now, the same on every node, and this node's last
 * refusals. A node knows the subjects of its own configuration: one without keys has none to show.
 * Any thread.
 */
final class LimitsReport {

    /** Each costs a call to its counters. */
    static final int MOST = 1000;

    private final Supplier<Config> config;
    private final Quotas quotas;
    private final RecentRefusals refusals;

    /** @param config the current one, which may be another each time */
    LimitsReport(Supplier<Config> config, Quotas quotas, RecentRefusals refusals) {
        this.config = config;
        this.quotas = quotas;
        this.refusals = refusals;
    }

    /**
     * Fails where the counters cannot answer.
     *
     * @param filter part of a subject's label, in any case; empty for all
     */
    Future<JsonObject> read(String filter) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        List<Subject> found = new LimitedSubjects(config.get())
                .all()
                .filter(subject -> subject.label().toLowerCase(Locale.ROOT).contains(wanted))
                .limit(MOST + 1L)
                .toList();
        List<Subject> shown = found.subList(0, Math.min(MOST, found.size()));
        return quotas.read(shown)
                .map(standings ->
                        withoutCounters().put("subjects", subjects(standings)).put("more", found.size() > MOST));
    }

    /** The rest, for when the counters cannot answer. */
    JsonObject withoutCounters() {
        JsonArray latest = new JsonArray();
        refusals.latest().forEach(entry -> latest.add(refusal(entry)));
        String onUnavailable = config.get().limits().onUnavailable().name().toLowerCase(Locale.ROOT);
        return new JsonObject().put("onUnavailable", onUnavailable).put("refusals", latest);
    }

    private static JsonArray subjects(List<Standing> standings) {
        Map<Subject, JsonArray> bySubject = new LinkedHashMap<>();
        standings.forEach(standing -> bySubject
                .computeIfAbsent(standing.subject(), subject -> new JsonArray())
                .add(limit(standing)));
        JsonArray subjects = new JsonArray();
        bySubject.forEach((subject, limits) ->
                subjects.add(new JsonObject().put("subject", subject.label()).put("limits", limits)));
        return subjects;
    }

    private static JsonObject limit(Standing standing) {
        return new JsonObject()
                .put("kind", standing.kind().key())
                .put("limit", standing.limit())
                .put("used", standing.used())
                .put("remaining", standing.remaining())
                .put("resetMillis", standing.resetMillis());
    }

    private static JsonObject refusal(RecentRefusals.Entry entry) {
        Admission.Refused refused = entry.refused();
        return new JsonObject()
                .put("at", entry.at().toString())
                .put("requestId", entry.requestId())
                .put("client", entry.client())
                .put("subject", refused.subject().label())
                .put("kind", refused.kind().key())
                .put("limit", refused.limit())
                .put("used", refused.used())
                .put("retryAfterMillis", refused.retryAfterMillis());
    }
}
