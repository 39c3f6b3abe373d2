package io.penstock.provider.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.run.ClientSink;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.worker.WorkerProviders;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.OnUnsupported;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.Answer;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** By what a request proves who it is from, and what happens where it cannot. */
@NullUnmarked
class BedrockCredentialsIT {

    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String SESSION = "FwoGZXIvYXdzEXAMPLE/session+token==";
    private static final String TOKEN = "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl";
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2 c3~*";

    private static final Answer OK = Answer.json("""
            {"output":{"message":{"role":"assistant","content":[{"text":"ok"}]}},"stopReason":"end_turn",
             "usage":{"inputTokens":3,"outputTokens":1}}""");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger chains = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
        upstream.close();
    }

    @Test
    void signsWhatTheServerGets() {
        Provider provider = create(configured(SESSION), Map.of(), noChain());
        for (String model : List.of(ARN, "us.anthropic.claude-sonnet-4-5-20250929-v1:0")) {
            assertNull(run(provider, model, "'x':1").failure());
            UpstreamCall call = last();
            assertFalse(call.uri().substring(1).contains(":"), call.uri());
            assertEquals(SESSION, call.header("x-amz-security-token"));
            assertEquals(SignedRequest.authorization(call, ID, SECRET, "us-east-1"), call.header("authorization"));
        }
    }

    @Test
    void signsALargeBodyToo() {
        Provider provider = create(configured(null), Map.of(), noChain());
        String image = "{'type':'image_url','image_url':{'url':'data:image/png;base64," + "A".repeat(600_000) + "'}}";
        String fields = "'messages':[{'role':'user','content':[" + image + "]}]";
        assertNull(run(provider, "amazon.nova-lite-v1:0", fields).failure());
        assertTrue(last().body().length > 600_000);
        assertNull(last().header("x-amz-security-token"));
        assertEquals(SignedRequest.authorization(last(), ID, SECRET, "us-east-1"), last().header("authorization"));
    }

    @Test
    void sendsAnApiKeyInPlaceOfASignature() {
        Provider provider = create(unconfigured("us-east-1"), Map.of("AWS_BEARER_TOKEN_BEDROCK", TOKEN), noChain());
        assertNull(run(provider, ARN, "'x':1").failure());
        assertEquals("Bearer " + TOKEN, last().header("authorization"));
        assertNull(last().header("x-amz-date"));
        assertNull(last().header("x-amz-content-sha256"));
    }

    @Test
    void prefersConfiguredCredentialsToAnApiKeyOfTheEnvironment() {
        Provider provider = create(configured(null), Map.of("AWS_BEARER_TOKEN_BEDROCK", TOKEN), noChain());
        assertNull(run(provider, ARN, "'x':1").failure());
        assertTrue(last().header("authorization").startsWith("AWS4-HMAC-SHA256 Credential=" + ID + "/"));
    }

    @Test
    void asksTheChainWhereAnApiKeyIsBlank() {
        Provider provider = create(unconfigured("us-east-1"), Map.of("AWS_BEARER_TOKEN_BEDROCK", " "), chain());
        assertNull(run(provider, ARN, "'x':1").failure());
        assertTrue(last().header("authorization").contains("Credential=CHAIN1/"));
    }

    @Test
    void tellsNobodyItsTokens() {
        Answer echo = (call, response) -> Answer.status(
                        400,
                        "{\"message\":\"no good: " + call.header("authorization") + " and "
                                + call.header("x-amz-security-token") + " or " + TOKEN + "\"}",
                        "x-amzn-errortype",
                        "ValidationException")
                .answer(call, response);
        for (Provider provider : List.of(
                create(unconfigured("us-east-1"), Map.of("AWS_BEARER_TOKEN_BEDROCK", TOKEN), noChain()),
                create(configured(SESSION), Map.of(), noChain()))) {
            upstream.queue(echo);
            String message =
                    run(provider, ARN, "'x':1", false).failure().error().message();
            assertTrue(message.startsWith("no good: "), message);
            boolean bearer = last().header("x-amz-date") == null;
            assertFalse(message.contains(bearer ? TOKEN : SESSION), message);
        }
    }

    @Test
    void letsAnotherAttemptHaveNewCredentialsOnceTheOldOnesHaveExpired() {
        Provider provider = create(unconfigured("us-east-1"), Map.of(), chain());
        upstream.queue(Answer.status(
                403,
                "{\"message\":\"The security token included in the request is expired\"}",
                "x-amzn-errortype",
                "ExpiredTokenException"));
        Failure failure = run(provider, ARN, "'x':1", false).failure();
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
        assertEquals(Failure.Cause.CREDENTIALS, failure.cause());
        assertEquals("provider_auth", failure.error().code());
        assertNull(run(provider, ARN, "'x':1").failure());
        // These were new a moment ago: they are not thrown away for one refusal, which may be of older ones.
        assertEquals(1, chains.get());
    }

    @Test
    void sendsNothingWithoutCredentials() {
        Provider provider = create(unconfigured("us-east-1"), Map.of(), () -> () -> {
            throw new IllegalStateException("no provider has any; AWS_SECRET is " + SECRET);
        });
        Failure failure = run(provider, ARN, "'x':1").failure();
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
        assertEquals("provider_auth", failure.error().code());
        assertFalse(failure.error().message().contains(SECRET));
        assertEquals(List.of(), upstream.calls());
        KeyCheck check = WorkerProviders.check(vertx, provider);
        assertEquals(KeyCheck.Outcome.UNREACHABLE, check.outcome());
        assertTrue(check.detail().startsWith("no AWS credentials could be had"), check.detail());
    }

    @Test
    void sendsNothingWithoutARegion() {
        ProviderConfig nowhere = config(null, null, null, null, null);
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("AWS_BEARER_TOKEN_BEDROCK", TOKEN))) {
            Failure failure =
                    run(create(nowhere, environment, noChain()), ARN, "'x':1").failure();
            assertEquals("provider_auth", failure.error().code());
            assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
        }
        assertEquals(List.of(), upstream.calls());
    }

    @Test
    void needsNoRegionForAnApiKeyAndAnAddress() {
        Provider provider = create(unconfigured(null), Map.of("AWS_BEARER_TOKEN_BEDROCK", TOKEN), noChain());
        assertNull(run(provider, ARN, "'x':1").failure());
        assertEquals("Bearer " + TOKEN, last().header("authorization"));
    }

    private Supplier<AwsCredentialsProvider> chain() {
        return () -> {
            AwsBasicCredentials made = AwsBasicCredentials.create("CHAIN" + chains.incrementAndGet(), SECRET);
            return () -> made;
        };
    }

    private static Supplier<AwsCredentialsProvider> noChain() {
        return () -> {
            throw new AssertionError("the chain is not asked");
        };
    }

    private Provider create(
            ProviderConfig config, Map<String, String> environment, Supplier<AwsCredentialsProvider> chain) {
        return BedrockProvider.create(
                vertx, "aws", config, new ApiKeys("aws", List.of(), () -> {}, null), environment::get, chain);
    }

    private ProviderConfig configured(String session) {
        return config(
                URI.create(upstream.root()),
                "us-east-1",
                Secret.of(ID),
                Secret.of(SECRET),
                session == null ? null : Secret.of(session));
    }

    private ProviderConfig unconfigured(String region) {
        return config(URI.create(upstream.root()), region, null, null, null);
    }

    private static ProviderConfig config(URI url, String region, Secret id, Secret secret, Secret session) {
        return new ProviderConfig(
                ProviderType.BEDROCK,
                url,
                List.of(),
                null,
                region,
                id,
                secret,
                session,
                OnUnsupported.DROP,
                false,
                null,
                0);
    }

    private ClientSink.Ended run(Provider provider, String model, String fields) {
        return run(provider, model, fields, true);
    }

    private ClientSink.Ended run(Provider provider, String model, String fields, boolean well) {
        if (well) {
            upstream.queue(OK);
        }
        ClientSink sink = new ClientSink();
        CompletableFuture<Call> call = new CompletableFuture<>();
        loop.runOnContext(v -> call.complete(provider.call(Requests.call(model, false, fields), sink)));
        var unused = Rig.await(call);
        return Rig.await(sink.ended());
    }

    private UpstreamCall last() {
        List<UpstreamCall> calls = upstream.calls();
        return calls.get(calls.size() - 1);
    }
}
