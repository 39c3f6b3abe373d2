package io.penstock.provider.upstream.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.value.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final long MINUTE = 60_000;

    private static final Failure REFUSED =
            Failure.ofTarget(ApiErrors.providerAuth("p")).with(Failure.Cause.CREDENTIALS);

    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);
    private int changes;

    @Test
    void takesTheSetKeysInTurn() {
        ApiKeys keys = keys(of("a"), new ApiKeyConfig(Secret.unset("NOT_SET")), of("b"));
        assertEquals(List.of("a", "b", "a", "b"), take(keys, 4));
        assertEquals(List.of("a", "b"), keys.all());
    }

    @Test
    void sharesTheLoadByWeightAndSmoothly() {
        ApiKeys keys = keys(of("a", 3), of("b", 1), of("c", 1));
        assertEquals(List.of("a", "b", "a", "c", "a", "a", "b", "a", "c", "a"), take(keys, 10));
        TreeMap<String, Integer> counts = new TreeMap<>();
        take(keys, 1000).forEach(key -> counts.merge(key, 1, Integer::sum));
        assertEquals("{a=600, b=200, c=200}", counts.toString());
    }

    @Test
    void needsNoKey() {
        assertNull(keys().take("m"));
    }

    @Test
    void leavesARefusedKeyOutForAllModels() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure failure = lease(keys, "a", "m").failed(REFUSED);
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
        assertEquals(0, failure.error().retryAfterMillis(), "another one is free");
        assertEquals(List.of("b", "b"), take(keys, 2));
        assertEquals("b", Objects.requireNonNull(keys.take("other")).value());
        assertEquals(1, changes);
        pass(MINUTE);
        assertTrue(take(keys, 2).contains("a"));
    }

    @Test
    void aKeyThatIsRefusedAgainRestsForLonger() {
        ApiKeys keys = keys(of("a"));
        for (long minutes : new long[] {1, 2, 4, 8, 10, 10}) {
            KeyLease lease = lease(keys, "a", "m");
            KeyLease sameTime = lease(keys, "a", "m");
            assertEquals(REFUSED, lease.failed(REFUSED), "none is left");
            assertEquals(REFUSED, sameTime.failed(REFUSED));
            assertEquals(minutes * MINUTE, keys.resting().get(0).millis());
            assertEquals(REFUSED, lease(keys, "a", "m").failed(REFUSED), "while it rests");
            assertEquals(minutes * MINUTE, keys.resting().get(0).millis());
            pass(minutes * MINUTE);
        }
        lease(keys, "a", "m").worked();
        assertEquals(REFUSED, lease(keys, "a", "m").failed(REFUSED));
        assertEquals(MINUTE, keys.resting().get(0).millis());
    }

    @Test
    void aSuccessMendsIt() {
        ApiKeys keys = keys(of("a"));
        KeyLease before = lease(keys, "a", "m");
        Failure unused = lease(keys, "a", "m").failed(REFUSED);
        before.worked();
        assertFalse(keys.resting().isEmpty(), "that call began before");
        unused = lease(keys, "a", "m").failed(Failure.lasting(ApiErrors.badRequest(null, "no")));
        assertTrue(keys.resting().isEmpty(), "the provider minds the request, so it takes the key");
        assertEquals(2, changes);
    }

    @Test
    void aLimitedKeyRestsForThatModelAlone() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure failure = lease(keys, "a", "m").failed(limited(7000));
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
        assertEquals(0, failure.error().retryAfterMillis());
        assertEquals(List.of("b", "b", "b"), take(keys, 3));
        assertEquals("a", lease(keys, "a", "other").value());
        failure = lease(keys, "b", "m").failed(limited(9000));
        assertEquals(7000, failure.error().retryAfterMillis(), "the soonest one");
        assertEquals("a", Objects.requireNonNull(keys.take("m")).value(), "the soonest one");
        pass(7000);
        assertEquals(List.of("a", "a"), take(keys, 2));
    }

    @Test
    void aLimitWithoutATimeLastsASecondAndOneWithLongFiveMinutesAtTheMost() {
        ApiKeys keys = keys(of("a"));
        assertEquals(1000, lease(keys, "a", "m").failed(limited(-1)).error().retryAfterMillis());
        pass(1000);
        Failure unused = lease(keys, "a", "m").failed(limited(86_400_000));
        assertEquals(300_000, keys.resting().get(0).millis());
    }

    @Test
    void anEmptyAccountRestsForAllModels() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure empty = limited(-1).with(Failure.Retry.OTHER_TARGET);
        assertEquals(Failure.Retry.ANYWHERE, lease(keys, "a", "m").failed(empty).retry());
        assertEquals(List.of(new RestingKey("p", print("a"), "", false, MINUTE, 0)), keys.resting());
        assertEquals("b", Objects.requireNonNull(keys.take("other")).value());
        Failure last = lease(keys, "b", "m").failed(empty);
        assertEquals(Failure.Retry.OTHER_TARGET, last.retry());
        assertEquals(MINUTE, last.error().retryAfterMillis());
    }

    @Test
    void whereTheOthersCoolARefusedKeyIsNotTheEnd() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure unused = lease(keys, "a", "m").failed(limited(3000));
        Failure failure = lease(keys, "b", "m").failed(REFUSED);
        assertEquals(3000, failure.error().retryAfterMillis());
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
    }

    @Test
    void otherFailuresSayNothingOfTheKey() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure failure = Failure.passing(ApiErrors.providerError("x", null));
        assertEquals(failure, lease(keys, "a", "m").failed(failure));
        assertEquals(0, changes);
    }

    @Test
    void aNewConfigurationKeepsTheRestsOfTheSameKeysAndForgivesRefusals() {
        ApiKeys before = keys(of("a"), of("b"), of("c"));
        Failure unused = lease(before, "a", "m").failed(limited(5000));
        unused = lease(before, "b", "m").failed(REFUSED);
        unused = lease(before, "c", "m").failed(limited(5000));
        List<RestingKey> told = before.resting();
        ApiKeys after =
                new ApiKeys("p", List.of(of("a"), of("b"), of("c", 2), of("d")), () -> changes++, before, () -> now);
        assertEquals(List.of(new RestingKey("p", print("a"), "m", false, 5000, 0)), after.resting());
        after.hear(told.stream().filter(RestingKey::broken).toList());
        assertEquals(1, after.resting().size(), "other nodes that have not reloaded yet do not bring it back");
    }

    @Test
    void remembersABoundedNumberOfModels() {
        ApiKeys keys = keys(of("a"));
        for (int i = 0; i < 1100; i++) {
            Failure unused = lease(keys, "a", "made up " + i).failed(limited(5000));
        }
        assertEquals(1000, keys.resting().size());
        pass(5000);
        Failure unused = lease(keys, "a", "m").failed(limited(5000));
        assertEquals(1, keys.resting().size());
    }

    @Test
    void aKeyThatIsLimitedForMoreModelsThanItRemembersRestsAllTheSame() {
        ApiKeys keys = keys(of("a"), of("b"));
        for (int i = 0; i < 1000; i++) {
            Failure unused = lease(keys, "a", "made up " + i).failed(limited(60_000));
        }
        assertEquals(0, lease(keys, "a", "m").failed(limited(30_000)).error().retryAfterMillis());
        assertEquals(List.of("b", "b", "b"), take(keys, 3));
        assertEquals(
                30_000, lease(keys, "b", "m").failed(limited(40_000)).error().retryAfterMillis());
    }

    @Test
    void madeUpModelsDoNotCrowdOutTheConfiguredOnes() {
        ApiKeys keys = keys(of("a"), of("b"));
        keys.configure(Set.of("m"));
        Failure unused = lease(keys, "a", "m").failed(limited(30_000));
        for (int i = 0; i < 1100; i++) {
            unused = lease(keys, "a", "made up " + i).failed(limited(60_000));
        }
        assertEquals(List.of("b", "b", "b"), take(keys, 3));
    }

    @Test
    void aKeyThatHasJustFailedIsNeverToldToBeFree() {
        ApiKeys keys = keys(of("a"));
        KeyLease late = lease(keys, "a", "m");
        assertEquals(1000, late.failed(limited(0)).error().retryAfterMillis());
    }

    @Test
    void theClientHearsWhatTheProviderSaidWhateverTheRest() {
        ApiKeys keys = keys(of("a"), of("b"));
        Failure unused = lease(keys, "a", "m").failed(limited(3_600_000));
        assertEquals(300_000, keys.resting().get(0).millis());
        pass(1000);
        assertEquals(
                3_599_000,
                lease(keys, "b", "m").failed(limited(7_200_000)).error().retryAfterMillis(),
                "the soonest of what both were told");
    }

    private static Failure limited(long retryAfter) {
        return Failure.passing(ApiErrors.providerRateLimited("slow down", null, retryAfter))
                .with(Failure.Cause.RATE_LIMIT);
    }

    private static ApiKeyConfig of(String key) {
        return new ApiKeyConfig(Secret.of(key));
    }

    private static ApiKeyConfig of(String key, int weight) {
        return new ApiKeyConfig(Secret.of(key), weight);
    }

    private static String print(String key) {
        return Fingerprint.of(key);
    }

    private ApiKeys keys(ApiKeyConfig... configured) {
        return new ApiKeys("p", List.of(configured), () -> changes++, null, () -> now);
    }

    private static List<String> take(ApiKeys keys, int times) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            taken.add(Objects.requireNonNull(keys.take("m")).value());
        }
        return taken;
    }

    /** Takes keys until it is that one. */
    private static KeyLease lease(ApiKeys keys, String key, String model) {
        for (int i = 0; i < 10; i++) {
            KeyLease lease = Objects.requireNonNull(keys.take(model));
            if (lease.value().equals(key)) {
                return lease;
            }
        }
        throw new AssertionError("the key " + key + " is not taken");
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
