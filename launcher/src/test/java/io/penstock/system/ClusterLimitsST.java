package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Crowd;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits over two gateway nodes and one provider node, all of which live. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterLimitsST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int REQUESTS = 10_000;
    private static final long SEED = 20_260_731;
    private static final String GENEROUS =
            "tokensPerMinute: 1000000000, tokensPerDay: 1000000000, requestsPerDay: 1000000";

    private static final List<ClientKey> MANY = List.of(
            limited("alpha", GENEROUS + ", concurrentRequests: 200"),
            limited("beta", GENEROUS + ", concurrentRequests: 200"),
            new ClientKey(
                    "gamma",
                    "models: [\"*\"], limits: { " + GENEROUS + ", concurrentRequests: 200 },"
                            + " modelLimits: { \"m\": { " + GENEROUS + ", concurrentRequests: 200 } }"),
            limited("tight", GENEROUS + ", concurrentRequests: 4"));
    private static final List<String> MODELS = List.of("m", "again", "pair", "slow-start", "slow");

    private static final ClientKey FREE = new ClientKey("free", "models: [\"*\"]");
    private static final ClientKey FIT = limited(
            "fit",
            "requestsPerMinute: 1000000, requestsPerDay: 1000000, tokensPerMinute: 1000000000, tokensPerDay: 1000000000");
    private static final ClientKey WAIT_REQUESTS = limited("wait-requests", "requestsPerMinute: 3");
    private static final ClientKey WAIT_TOKENS = limited("wait-tokens", "tokensPerMinute: 300");
    private static final ClientKey ONE = limited("one", "concurrentRequests: 1");
    private static final ClientKey SEVEN = limited("seven", "concurrentRequests: 7");
    private static final ClientKey FIVE = limited("five", "concurrentRequests: 5, tokensPerDay: 1000000");
    private static final ClientKey LEAVER =
            limited("leaver", "concurrentRequests: 100, tokensPerDay: 1000000000, requestsPerDay: 10000");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static ClusterFixture cluster;
    private static LimitsView limits;
    private static CompletableFuture<Void> waiting;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String generous = "limits: { " + GENEROUS + ", concurrentRequests: 200 }";
        CaseModels models = new CaseModels(upstream)
                .each("open", "crowd", "left")
                .one("m", "retries: 0, " + generous)
                .one("again", "retries: 1, " + generous)
                .two("pair", "retries: 1, " + generous)
                .one("slow-start", "retries: 0, timeouts: { firstToken: 300ms }, " + generous)
                .one("slow", "retries: 0, timeouts: { idle: 300ms }, " + generous)
                .one("three", "limits: { concurrentRequests: 3 }")
                .one("fit-requestsPerMinute", "limits: { requestsPerMinute: 40 }")
                .one("fit-requestsPerDay", "limits: { requestsPerDay: 40 }")
                .one("fit-tokensPerMinute", "limits: { tokensPerMinute: 4049 }")
                .one("fit-tokensPerDay", "limits: { tokensPerDay: 4049 }")
                .one("fit-concurrentRequests", "limits: { concurrentRequests: 40 }");
        RequestEnd.all().forEach(end -> end.declare(models));
        List<ClientKey> keys = new ArrayList<>(MANY);
        keys.addAll(List.of(FREE, FIT, WAIT_REQUESTS, WAIT_TOKENS, ONE, SEVEN, FIVE, LEAVER));
        cluster = ClusterFixture.start(
                directory,
                2,
                1,
                2,
                models.yaml() + ClientKey.yaml(keys.toArray(ClientKey[]::new)),
                NodeConfig::authByKeys);
        limits = view(2);
        view(1).awaitAnswers();
        view(2).awaitAnswers();
        waiting =
                CompletableFuture.allOf(waitAsTold(WAIT_REQUESTS, 3, "requests"), waitAsTold(WAIT_TOKENS, 2, "tokens"));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        upstream.close();
    }

    @Test
    @Order(1)
    void tenThousandRequestsOfEveryEndAreCountedToTheLastToken() {
        // A node that is not heard for 3 s counts as dead: on a machine that stands still so long, it is none of
        // the planned ends.
        boolean undisturbed = false;
        for (int round = 0; round < 3 && !undisturbed; round++) {
            undisturbed = countsManyRequests(new Random(SEED + round));
        }
        assertTrue(undisturbed, () -> "nodes were taken for dead in every round" + cluster.tails());
        view(1).awaitNoneRunning();
        view(2).awaitNoneRunning();
    }

    /** False where a node was taken for dead meanwhile. */
    private static boolean countsManyRequests(Random random) {
        List<PlannedRequest> plan = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            plan.add(new PlannedRequest(i, MANY.get(random.nextInt(MANY.size())), random));
        }
        BillingUpstream answers = new BillingUpstream(plan);
        for (String target : List.of("m", "again", "pair-a", "pair-b", "slow-start", "slow")) {
            upstream.script(target, answers);
        }
        Set<String> subjects =
                plan.stream().flatMap(request -> subjectsOf(request).stream()).collect(Collectors.toSet());
        assertEquals(MANY.size() + MODELS.size() + 1, subjects.size(), subjects::toString);
        Map<String, Long> requests = used(subjects, "requestsPerDay");
        Map<String, Long> tokens = used(subjects, "tokensPerDay");

        long start = System.nanoTime();
        List<ManyRequests.Result> results;
        try (ManyRequests clients = new ManyRequests(ports(), plan)) {
            results = clients.run(Duration.ofSeconds(120));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Map<ManyRequests.Outcome, Long> outcomes =
                results.stream().collect(Collectors.groupingBy(ManyRequests.Result::outcome, Collectors.counting()));
        System.out.println(results.size() + " requests in " + took.toMillis() + " ms: " + outcomes);
        subjects.forEach(subject -> limits.awaitUsed(subject, "concurrentRequests", 0));
        if (outcomes.containsKey(ManyRequests.Outcome.WORKER_LOST)) {
            return false;
        }

        for (ManyRequests.Result result : results) {
            PlannedRequest request = result.request();
            if (result.outcome() == ManyRequests.Outcome.ENDED) {
                for (String subject : subjectsOf(request)) {
                    requests.merge(subject, 1L, Long::sum);
                    tokens.merge(subject, request.bill.get(), Long::sum);
                }
            } else {
                assertEquals(0, request.attempts.get(), request::toString);
            }
        }
        assertEquals(REQUESTS, results.size());
        assertEquals(tokens, used(subjects, "tokensPerDay"));
        assertEquals(requests, used(subjects, "requestsPerDay"));
        assertTrue(outcomes.getOrDefault(ManyRequests.Outcome.REFUSED, 0L) > 0, "the tight key refuses some");
        return true;
    }

    private static Map<String, Long> used(Set<String> subjects, String kind) {
        Map<String, Long> used = new TreeMap<>();
        subjects.forEach(subject -> used.put(subject, limits.used(subject, kind)));
        return used;
    }

    static Stream<RequestEnd> ends() {
        return RequestEnd.all().stream();
    }

    @ParameterizedTest
    @MethodSource("ends")
    @Order(2)
    void howeverARequestEndsItsPermitReturnsAndItsTokensAreThoseBilled(RequestEnd end) {
        end.happen(upstream, client(1, FREE));
        String subject = LimitsView.model(end.name());
        limits.awaitUsed(subject, "concurrentRequests", 0);
        assertEquals(end.tokens(), limits.used(subject, "tokensPerDay"));
        assertEquals(1, limits.used(subject, "requestsPerDay"));
    }

    /** Each request reserves and uses 100 tokens, so that 40 fit into 4049. */
    @ParameterizedTest
    @CsvSource({
        "requestsPerMinute, requests, 40",
        "requestsPerDay, requests, 40",
        "tokensPerMinute, tokens, 4000",
        "tokensPerDay, tokens, 4000",
        "concurrentRequests, concurrency, 40"
    })
    @Order(2)
    void bothGatewaysTogetherAdmitExactlyWhatFits(String kind, String code, long used)
            throws ExecutionException, InterruptedException {
        String model = "fit-" + kind;
        Gate gate = new Gate();
        upstream.script(model, Answer.after(gate, Answer.completion("ok", 60, 40)));
        JsonObject request = ChatClient.request(model, "hi").put("max_tokens", 100 - RequestEnd.PROMPT);
        List<HttpAnswer> answers = held(FIT, code, request, 200, 40, gate);
        assertEquals(
                40, answers.stream().filter(answer -> answer.status() == 200).count());
        answers.stream().filter(answer -> answer.status() != 200).forEach(answer -> ErrorAssert.that(
                        answer, 429, "rate_limit_exceeded")
                .code(code)
                .message("model '" + model + "'"));
        limits.awaitUsed(LimitsView.model(model), kind, kind.equals("concurrentRequests") ? 0 : used);
    }

    @Test
    @Order(2)
    void ofACrowdExactlyAsManyRunAsMay() throws ExecutionException, InterruptedException {
        Gate gate = new Gate();
        upstream.script("crowd", Answer.after(gate, Answer.completion("ok")));
        List<HttpAnswer> answers = held(SEVEN, "concurrency", ChatClient.request("crowd", "hi"), 200, 7, gate);
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 200).count());
        limits.awaitUsed(LimitsView.key(SEVEN), "concurrentRequests", 0);
    }

    /** The key has room for five, the model for three: what the model refuses must go back to the key. */
    @Test
    @Order(2)
    void ofTwoLimitsTheTighterOneHoldsAndTheOtherKeepsNothing() throws ExecutionException, InterruptedException {
        Gate gate = new Gate();
        upstream.script("three", Answer.after(gate, Answer.completion("ok")));
        // One by one, as of two that compete for the last room both may be refused.
        List<RawHttp> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(client(1 + i % 2, FIVE).start(ChatClient.request("three", "hi")));
            assertEquals("three", upstream.awaitCall("three", i + 1, SOON).model());
        }
        List<HttpAnswer> answers = held(FIVE, "concurrency", ChatClient.request("three", "hi"), 100, 0, new Gate());
        assertTrue(answers.stream().allMatch(answer -> answer.status() == 429), answers::toString);
        limits.awaitUsed(LimitsView.key(FIVE), "concurrentRequests", 3);
        limits.awaitUsed(LimitsView.model("three"), "concurrentRequests", 3);
        gate.open();
        for (RawHttp each : running) {
            assertEquals(200, each.answer(SOON).status());
            each.close();
        }
        limits.awaitUsed(LimitsView.key(FIVE), "concurrentRequests", 0);
        limits.awaitUsed(LimitsView.model("three"), "concurrentRequests", 0);
        assertEquals(30, limits.used(LimitsView.key(FIVE), "tokensPerDay"));
    }

    @Test
    @Order(2)
    void aClientThatTakesTheGatewaysInTurnFindsItsOnePermitBack() {
        for (int i = 0; i < 300; i++) {
            HttpAnswer answer = client(1 + i % 2, ONE).chat("open", "hi");
            int round = i;
            assertEquals(200, answer.status(), () -> "request " + round + ": " + answer);
        }
    }

    @Test
    @Order(2)
    void clientsThatLeaveWhileTheyAreAdmittedHoldNothing() {
        upstream.script("left", Answer.silent());
        JsonObject small = ChatClient.request("left", "hi");
        JsonObject large = ChatClient.request("left", "some words and more of them ".repeat(5_000));
        for (int i = 0; i < 100; i++) {
            RawHttp request = client(1 + i % 2, LEAVER).start(i % 3 == 0 ? large : small);
            long unused = i % 4 < 2 ? request.abort() : request.leave();
        }
        for (int gateway = 1; gateway <= 2; gateway++) {
            assertEquals(200, client(gateway, LEAVER).chat("open", "hi").status());
            view(gateway).awaitNoneRunning();
        }
        limits.awaitUsed(LimitsView.key(LEAVER), "concurrentRequests", 0);
        System.out.println(limits.used(LimitsView.key(LEAVER), "requestsPerDay") - 2 + " of 100 were admitted");
    }

    /** Waits for what has been going on since the start of this class. */
    @Test
    @Order(3)
    void whoWaitsAsLongAsToldIsAdmittedAndNobodyBefore()
            throws ExecutionException, InterruptedException, TimeoutException {
        waiting.get(90, TimeUnit.SECONDS);
    }

    /**
     * Sends a crowd over both gateways, and opens the gate when as many wait at the upstream as shall,
     * no more, and all others are refused. Counters that are too slow on a busy machine refuse those for
     * whom there is room too; these come again, as another crowd.
     */
    private static List<HttpAnswer> held(
            ClientKey key, String code, JsonObject request, int count, int admitted, Gate gate)
            throws ExecutionException, InterruptedException {
        int callsBefore = calls(request);
        long refusedBefore = refused(key, code) + unavailable();
        List<CompletableFuture<List<HttpAnswer>>> crowds = new ArrayList<>();
        try (Crowd crowd = new Crowd()) {
            do {
                crowds.add(CompletableFuture.supplyAsync(
                        () -> crowd.post(
                                count,
                                ports(),
                                "/v1/chat/completions",
                                request.encode(),
                                Duration.ofSeconds(60),
                                "authorization",
                                "Bearer " + key.key()),
                        task -> new Thread(task, "crowd").start()));
                long sent = (long) crowds.size() * count;
                Await.until(
                        () -> sent + " requests to be decided; calls: " + (calls(request) - callsBefore)
                                + ", refusals: " + (refused(key, code) + unavailable() - refusedBefore),
                        () -> calls(request) - callsBefore + refused(key, code) + unavailable() - refusedBefore == sent,
                        SOON);
            } while (calls(request) - callsBefore < admitted && crowds.size() < 20);
            assertEquals(admitted, calls(request) - callsBefore);
            gate.open();
            List<HttpAnswer> answers = new ArrayList<>();
            for (CompletableFuture<List<HttpAnswer>> each : crowds) {
                answers.addAll(each.get());
            }
            long unavailable =
                    answers.stream().filter(answer -> answer.status() == 503).count();
            if (unavailable > 0) {
                System.out.println(unavailable + " of " + answers.size() + " requests: counters too slow");
            }
            return answers.stream().filter(answer -> answer.status() != 503).toList();
        }
    }

    private static long unavailable() {
        return view(1).unavailable() + view(2).unavailable();
    }

    private static int calls(JsonObject request) {
        return upstream.calls(request.getString("model")).size();
    }

    private static long refused(ClientKey key, String code) {
        return view(1).refused(key, code) + view(2).refused(key, code);
    }

    /** Uses the limit up, then asks again 1 s too early and in time, on a thread of its own. */
    private static CompletableFuture<Void> waitAsTold(ClientKey key, int fill, String code) {
        JsonObject request = ChatClient.request("open", "hi").put("max_tokens", 140 - RequestEnd.PROMPT);
        upstream.script("open", Answer.completion("ok", 100, 40), Answer.completion("ok", 100, 40));
        for (int i = 0; i < fill; i++) {
            assertEquals(200, client(1 + i % 2, key).post(request.encode()).status());
        }
        long asked = System.nanoTime();
        HttpAnswer told = client(1, key).post(request.encode());
        long answered = System.nanoTime();
        ErrorAssert.that(told, 429, "rate_limit_exceeded").code(code);
        long millis = Long.parseLong(String.valueOf(told.header("retry-after-ms")));
        Runnable wait = () -> {
            awaitTime(answered + Duration.ofMillis(millis - 1000).toNanos());
            HttpAnswer early = client(2, key).post(request.encode());
            if (System.nanoTime() - asked < Duration.ofMillis(millis - 100).toNanos()) {
                ErrorAssert.that(early, 429, "rate_limit_exceeded").code(code);
            } else {
                System.out.println("too slow a machine to ask 1 s before the time: "
                        + (System.nanoTime() - answered) / 1_000_000 + " of " + millis + " ms" + cluster.tails());
            }
            awaitTime(answered + Duration.ofMillis(millis).toNanos());
            HttpAnswer due = client(2, key).post(request.encode());
            // Where the machine stands still for a moment, the counters do not answer in time.
            for (int i = 0; i < 10 && due.status() == 503; i++) {
                due = client(2, key).post(request.encode());
            }
            assertEquals(200, due.status(), "after " + millis + " ms: " + due + cluster.tails());
        };
        return CompletableFuture.runAsync(wait, task -> new Thread(task, "waits as told").start());
    }

    private static void awaitTime(long nanos) {
        Await.until("the time to come", () -> System.nanoTime() - nanos >= 0, Duration.ofSeconds(70));
    }

    private static List<String> subjectsOf(PlannedRequest request) {
        List<String> subjects = new ArrayList<>();
        subjects.add(LimitsView.key(request.key));
        subjects.add(LimitsView.model(request.model()));
        if (request.key.name().equals("gamma") && request.model().equals("m")) {
            subjects.add(LimitsView.keyOnModel(request.key, "m"));
        }
        return subjects;
    }

    private static ClientKey limited(String name, String limits) {
        return new ClientKey(name, "models: [\"*\"], limits: { " + limits + " }");
    }

    private static List<Integer> ports() {
        return List.of(
                cluster.gateway(1).config().httpPort(),
                cluster.gateway(2).config().httpPort());
    }

    private static LimitsView view(int gateway) {
        return new LimitsView(cluster.gateway(gateway).config().adminPort());
    }

    private static ChatClient client(int gateway, ClientKey key) {
        return cluster.gateway(gateway).client().withKey(key.key());
    }
}
