package io.penstock.provider.bedrock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.http.CredentialsException;
import io.penstock.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

@NullUnmarked
class AwsIdentityTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger chains = new AtomicInteger();
    private volatile Instant now = START;
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile RuntimeException trouble;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private final AwsIdentity identity = new AwsIdentity(vertx, this::chain, () -> now);

    @AfterEach
    void close() {
        gate.countDown();
        vertx.close().await();
    }

    @Test
    void asksOnceForAllCallsThatWait() throws Exception {
        gate = new CountDownLatch(1);
        List<Future<AwsCredentials>> all = onLoop(() -> {
            List<Future<AwsCredentials>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(identity.current());
            }
            return waiting;
        });
        gate.countDown();
        assertEquals("KEY1", id(Future.all(all).map(done -> all.get(19).result())));
        assertEquals("KEY1", id(current()));
        assertEquals(1, asked.get());
    }

    @Test
    void doesNotLetACallWaitForCredentialsThatAreRenewedEarly() throws Exception {
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(59);
        assertEquals("KEY1", id(current()));
        assertEquals(1, asked.get());
        now = START.plusSeconds(61);
        gate = new CountDownLatch(1);
        Future<AwsCredentials> meanwhile = current();
        assertTrue(meanwhile.isComplete());
        assertEquals("KEY1", id(meanwhile));
        gate.countDown();
        Await.until(() -> "the new ones", () -> id(current()).equals("KEY2"), PATIENCE);
        assertEquals(2, asked.get());
        assertEquals(1, chains.get());
    }

    @Test
    void waitsForNewOnesInTheLastMinute() throws Exception {
        lifetime = Duration.ofSeconds(90);
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(31);
        assertEquals("KEY2", id(current()));
    }

    @Test
    void goesOnToTheVeryEndWithWhatItHasWhereNothingNewCanBeHad() throws Exception {
        lifetime = Duration.ofSeconds(90);
        assertEquals("KEY1", id(current()));
        trouble = new IllegalStateException("metadata service away");
        now = START.plusSeconds(89);
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(91);
        assertTrue(failure(current()).getMessage().contains("metadata service away"));
    }

    @Test
    void failsWithTheReasonAndDoesNotAskAgainAtOnce() throws Exception {
        trouble = new IllegalStateException("nothing in " + "x".repeat(1000));
        Throwable failure = failure(current());
        assertTrue(failure.getMessage().startsWith("no AWS credentials could be had: nothing in xxx"));
        assertTrue(failure.getMessage().length() < 600, failure.getMessage());
        now = START.plusSeconds(4);
        assertInstanceOf(CredentialsException.class, failure(current()));
        assertEquals(1, asked.get());
        trouble = null;
        now = START.plusSeconds(6);
        assertEquals("KEY2", id(current()));
    }

    @Test
    void failsWhereTheChainCannotEvenBeMade() throws Exception {
        AwsIdentity broken = new AwsIdentity(
                vertx,
                () -> {
                    throw new IllegalArgumentException("bad profile file");
                },
                () -> now);
        assertTrue(failure(onLoop(broken::current)).getMessage().endsWith("bad profile file"));
    }

    @Test
    void takesANewChainForCredentialsThatAwsRefused() throws Exception {
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(6);
        expired();
        assertEquals("KEY2", id(current()));
        assertEquals(2, chains.get());
    }

    @Test
    void hearsOfOneExpiryFromManyCallsOnce() throws Exception {
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(6);
        expired();
        gate = new CountDownLatch(1);
        Future<AwsCredentials> next = current();
        expired();
        Future<AwsCredentials> another = current();
        gate.countDown();
        assertEquals("KEY2", id(next));
        assertEquals("KEY2", id(another));
        // A late answer to a request that the old ones had signed.
        expired();
        assertEquals("KEY2", id(current()));
        assertEquals(2, asked.get());
    }

    @Test
    void doesNotKeepWhatTheRefusedChainAnswersLater() throws Exception {
        assertEquals("KEY1", id(current()));
        now = START.plusSeconds(61);
        CountDownLatch first = new CountDownLatch(1);
        gate = first;
        assertEquals("KEY1", id(current()));
        Await.until(() -> "the chain asked again", () -> asked.get() == 2, PATIENCE);
        expired();
        gate = new CountDownLatch(0);
        assertEquals("KEY3", id(current()));
        first.countDown();
        // Blocking calls end in no order: another one tells that the first has been heard.
        vertx.executeBlocking(() -> first.await(10, TimeUnit.SECONDS)).await();
        assertEquals("KEY3", id(current()));
        assertEquals(2, chains.get());
    }

    @Test
    void takesCredentialsWithoutAnEndForGood() throws Exception {
        lifetime = null;
        assertEquals("KEY1", id(current()));
        assertFalse(current().result().expirationTime().isPresent());
        assertEquals(1, asked.get());
    }

    private AwsCredentialsProvider chain() {
        chains.incrementAndGet();
        return () -> {
            int number = asked.incrementAndGet();
            pass(gate);
            RuntimeException refused = trouble;
            if (refused != null) {
                throw refused;
            }
            AwsSessionCredentials.Builder made = AwsSessionCredentials.builder()
                    .accessKeyId("KEY" + number)
                    .secretAccessKey("secret")
                    .sessionToken("token");
            return (lifetime == null ? made : made.expirationTime(now.plus(lifetime))).build();
        };
    }

    private static void pass(CountDownLatch gate) {
        try {
            assertTrue(gate.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<AwsCredentials> current() throws Exception {
        return onLoop(identity::current);
    }

    private void expired() throws Exception {
        var unused = onLoop(() -> {
            identity.expired();
            return true;
        });
    }

    private static String id(Future<AwsCredentials> credentials) throws Exception {
        return credentials
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .accessKeyId();
    }

    private static Throwable failure(Future<AwsCredentials> credentials) {
        Throwable failure = assertThrows(CompletionException.class, () -> credentials
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join())
                .getCause();
        return assertInstanceOf(CredentialsException.class, failure);
    }

    private <T> T onLoop(Supplier<T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(v -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }
}
