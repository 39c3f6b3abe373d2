package io.penstock.provider.upstream.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.value.Secret;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of their keys. */
class ApiKeysGossipTest {

    private static final Failure REFUSED =
            Failure.ofTarget(ApiErrors.providerAuth("p")).with(Failure.Cause.CREDENTIALS);
    private static final Failure LIMITED = Failure.passing(ApiErrors.providerRateLimited("slow down", null, 5000))
            .with(Failure.Cause.RATE_LIMIT);
    /** The way of a beat. */
    private static final long WAY = 40;

    private long now;
    private final Node a = new Node();
    private final Node b = new Node();
    private final Node c = new Node();

    private final class Node {
        int changes;
        final ApiKeys keys =
                new ApiKeys("p", List.of(new ApiKeyConfig(Secret.of("key"))), () -> changes++, null, () -> now);

        KeyLease take() {
            return Objects.requireNonNull(keys.take("m"));
        }

        boolean rests() {
            return !keys.resting().isEmpty();
        }
    }

    @Test
    void aFingerprintDoesNotTellTheKey() {
        assertEquals(8, Fingerprint.of("key").length());
        assertTrue(Fingerprint.of("key").matches("[0-9a-f]{8}"));
        assertFalse(Fingerprint.of("key").equals(Fingerprint.of("kez")));
    }

    @Test
    void takesOverRestsByFingerprint() {
        Failure unused = a.take().failed(LIMITED);
        exchange();
        assertEquals(List.of(new RestingKey("p", Fingerprint.of("key"), "m", false, 5000 - WAY, 0)), b.keys.resting());
        assertEquals(1, b.changes);
        a.keys.hear(List.of(
                new RestingKey("q", Fingerprint.of("key"), "", true, 60_000, 1),
                new RestingKey("p", Fingerprint.of("other"), "", true, 60_000, 2)));
        assertFalse(a.keys.resting().stream().anyMatch(RestingKey::broken));
    }

    @Test
    void whatIsToldBackAndForthEndsInItsTime() {
        Failure unused = a.take().failed(LIMITED);
        unused = a.take().failed(REFUSED);
        for (int i = 0; i < 20; i++) {
            exchange();
            pass(1000 - WAY);
        }
        pass(40_000 + 2 * WAY);
        assertFalse(a.rests() || b.rests() || c.rests());
        exchange();
        assertFalse(a.rests() || b.rests() || c.rests());
        assertEquals(List.of(2, 1, 1), List.of(a.changes, b.changes, c.changes));
    }

    @Test
    void aMendedKeyIsNotBrokenByTheEcho() {
        Failure unused = a.take().failed(REFUSED);
        exchange();
        a.take().worked();
        exchange();
        assertFalse(a.rests());
        assertTrue(b.rests(), "it finds out by itself");
        exchange();
        assertFalse(a.rests());
    }

    @Test
    void aNewRefusalIsNews() {
        Failure unused = a.take().failed(REFUSED);
        exchange();
        a.take().worked();
        b.take().worked();
        c.take().worked();
        pass(2000);
        unused = b.take().failed(REFUSED);
        exchange();
        assertTrue(a.rests() && c.rests());
    }

    /** As where the provider's list of allowed addresses lacks one node. */
    @Test
    void aKeyThatOnlyOneNodeCannotUseStaysWithTheOthers() {
        Failure unused = a.take().failed(REFUSED);
        exchange();
        assertTrue(b.rests() && c.rests());
        pass(60_000);
        b.take().worked();
        c.take().worked();
        for (int i = 0; i < 20; i++) {
            unused = a.take().failed(REFUSED);
            for (int second = 0; second < 70; second++) {
                exchange();
                assertFalse(b.rests() || c.rests());
                pass(1000);
            }
        }
    }

    @Test
    void aSlowBeatLengthensNothingForEver() {
        Failure unused = a.take().failed(LIMITED);
        long end = now + TimeUnit.SECONDS.toNanos(60);
        while (now < end) {
            List<RestingKey> late = a.keys.resting();
            List<RestingKey> back = b.keys.resting();
            pass(900);
            b.keys.hear(late);
            a.keys.hear(back);
            pass(100);
        }
        assertFalse(a.rests() || b.rests());
    }

    private void exchange() {
        List<RestingKey> ofA = a.keys.resting();
        List<RestingKey> ofB = b.keys.resting();
        List<RestingKey> ofC = c.keys.resting();
        a.keys.hear(ofB);
        a.keys.hear(ofC);
        b.keys.hear(ofA);
        b.keys.hear(ofC);
        c.keys.hear(ofA);
        c.keys.hear(ofB);
        pass(WAY);
        a.keys.hear(ofB);
        b.keys.hear(ofC);
        c.keys.hear(ofA);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
