package io.penstock.system;

import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The limits as a node's admin port shows them. A subject is named as there: {@code key 'alice'}. */
record LimitsView(int adminPort) {

    private static final Duration SOON = Duration.ofSeconds(20);

    static String key(ClientKey key) {
        return "key '" + key.name() + "'";
    }

    static String model(String name) {
        return "model '" + name + "'";
    }

    static String keyOnModel(ClientKey key, String pattern) {
        return key(key) + " on " + model(pattern);
    }

    HttpAnswer answer(String filter) {
        return ChatClient.of(adminPort).get("/limits?subject=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    /** Asks again where the counters cannot answer now: a member may have just died or come. */
    JsonObject report(String filter) {
        return untilAnswered(() -> answer(filter)).json();
    }

    /** Asks until the answer is no 503. */
    static HttpAnswer untilAnswered(Supplier<HttpAnswer> ask) {
        HttpAnswer[] last = {ask.get()};
        Await.until(
                () -> "the counters to answer; " + last[0],
                () -> {
                    if (last[0].status() == 503) {
                        last[0] = ask.get();
                    }
                    return last[0].status() != 503;
                },
                SOON);
        return last[0];
    }

    /** Waits until all counters answer, as they may not where one is being moved. */
    void awaitAnswers() {
        JsonObject unused = report("");
    }

    /** One counter, with its {@code kind}, {@code limit}, {@code used}, {@code remaining} and {@code resetMillis}. */
    JsonObject limit(String subject, String kind) {
        for (JsonObject shown : objects(report(subject).getJsonArray("subjects"))) {
            if (shown.getString("subject").equals(subject)) {
                for (JsonObject limit : objects(shown.getJsonArray("limits"))) {
                    if (limit.getString("kind").equals(kind)) {
                        return limit;
                    }
                }
            }
        }
        throw new AssertionError("no " + kind + " of the " + subject + " in " + report(""));
    }

    long used(String subject, String kind) {
        return limit(subject, kind).getLong("used");
    }

    void awaitUsed(String subject, String kind, long expected) {
        Await.until(
                () -> expected + " " + kind + " of the " + subject + "; " + limit(subject, kind),
                () -> used(subject, kind) == expected,
                SOON);
    }

    /** This node's last refusals, the latest first. */
    List<JsonObject> refusals() {
        return objects(report("no subject has this name").getJsonArray("refusals"));
    }

    /** How many requests of this client this node has refused for lack of this resource. */
    long refused(ClientKey key, String code) {
        return metric("penstock_limit_refusals_total{client=\"" + key.name() + "\",code=\"" + code + "\"");
    }

    /** How many requests this node has refused since the counters did not answer in time. */
    long unavailable() {
        return metric("penstock_limit_unavailable_total");
    }

    void awaitNoneRunning() {
        Await.until(
                () -> "no request to run; " + metric("penstock_requests_running"),
                () -> metric("penstock_requests_running") == 0,
                SOON);
    }

    /** The sum over all lines that start so. */
    private long metric(String start) {
        return ChatClient.of(adminPort)
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
