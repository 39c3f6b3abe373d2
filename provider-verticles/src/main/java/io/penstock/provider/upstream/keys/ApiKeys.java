package io.penstock.provider.upstream.keys;

import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.ApiKeyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one provider on this node: taken in turn by weight, those left out that rest. A key that
 * the provider limits rests for that model, one that it refuses for all of them. Any thread: each
 * method holds the lock for one look at each key.
 */
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    /** After a limit that does not say when to come back. */
    private static final long COOLING_MILLIS = 1000;
    /** An account without money stays so for a while. */
    private static final long QUOTA_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final String provider;
    private final Runnable changed;
    private final LongSupplier clock;
    private final List<Key> keys = new ArrayList<>();
    private volatile Set<String> models = Set.of();

    /**
     * @param configured those whose variable is not set are left out
     * @param changed is run when other nodes should hear at once
     * @param before the same provider's keys until now: the rests of those whose configuration is the
     *     same go on, but a refused one gets another chance
     */
    public ApiKeys(String provider, List<ApiKeyConfig> configured, Runnable changed, @Nullable ApiKeys before) {
        this(provider, configured, changed, before, System::nanoTime);
    }

    ApiKeys(
            String provider,
            List<ApiKeyConfig> configured,
            Runnable changed,
            @Nullable ApiKeys before,
            LongSupplier clock) {
        this.provider = provider;
        this.changed = changed;
        this.clock = clock;
        for (int i = 0; i < configured.size(); i++) {
            ApiKeyConfig config = configured.get(i);
            if (config.key().isSet()) {
                Key key = new Key(config, i);
                if (before != null) {
                    before.bequeath(key);
                }
                keys.add(key);
            }
        }
    }

    /**
     * The key for a call: by weight among those that can be used for the model; where there is none, the one
     * that can be soonest. Null where the provider asks for no key.
     *
     * @param model the provider's own name for it
     */
    public synchronized @Nullable KeyLease take(String model) {
        long now = clock.getAsLong();
        Key best = null;
        Key soonest = null;
        long shares = 0;
        for (Key key : keys) {
            if (soonest == null || key.rest(model, now) < soonest.rest(model, now)) {
                soonest = key;
            }
            if (key.rest(model, now) == 0) {
                key.due += key.config.weight();
                shares += key.config.weight();
                best = best == null || key.due > best.due ? key : best;
            }
        }
        if (best != null) {
            best.due -= shares;
            return new KeyLease(this, best, model, best.refusals());
        }
        return soonest == null ? null : new KeyLease(this, soonest, model, soonest.refusals());
    }

    /** @param names that the provider has for the models of the configuration */
    public void configure(Set<String> names) {
        models = Set.copyOf(names);
    }

    /** The keys themselves, for what must not tell them. */
    public List<String> all() {
        return keys.stream().map(key -> key.value).toList();
    }

    /** What other nodes should know. */
    public synchronized List<RestingKey> resting() {
        long now = clock.getAsLong();
        return keys.stream().flatMap(key -> key.told(provider, now).stream()).toList();
    }

    /** Takes over what another node found out about these keys; of other providers' keys, nothing. */
    public void hear(List<RestingKey> others) {
        boolean news = false;
        synchronized (this) {
            long now = clock.getAsLong();
            for (RestingKey other : others) {
                for (Key key : keys) {
                    if (other.provider().equals(provider) && other.key().equals(key.fingerprint)) {
                        news |= key.hear(other, models, now);
                    }
                }
            }
        }
        tell(news);
    }

    /**
     * A call with that key failed.
     *
     * @return the failure as it is with all keys in view: where another key can be used now, the same target
     *     is worth a try at once (retry-after 0); else it lasts until the first key is free, by the provider's
     *     own word even where the key rests no longer than minutes, and nobody knows for how long where all of
     *     them are refused
     */
    Failure failed(KeyLease lease, Failure failure) {
        return switch (failure.cause()) {
            case CREDENTIALS -> {
                refused(lease);
                yield anyTaken() ? withSoonest(lease, failure) : failure;
            }
            case RATE_LIMIT -> {
                limited(lease, failure);
                yield withSoonest(lease, failure);
            }
            case REQUEST -> {
                worked(lease);
                yield failure;
            }
            default -> failure;
        };
    }

    /** The provider took the key. */
    void worked(KeyLease lease) {
        boolean mended;
        synchronized (this) {
            mended = lease.key().mend(lease.refusals());
        }
        if (mended) {
            LOG.atInfo()
                    .setMessage("the provider takes an API key again")
                    .addKeyValue("provider", provider)
                    .addKeyValue("key", name(lease.key()))
                    .log();
        }
        tell(mended);
    }

    /** Failover may hide a refused key from every client, so the operator is told here. */
    private void refused(KeyLease lease) {
        long nanos;
        synchronized (this) {
            nanos = lease.key().refuse(lease.refusals(), clock.getAsLong());
        }
        if (nanos > 0) {
            LOG.atWarn()
                    .setMessage("the provider refused an API key; it is left out for a while")
                    .addKeyValue("provider", provider)
                    .addKeyValue("key", name(lease.key()))
                    .addKeyValue("fingerprint", lease.key().fingerprint)
                    .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(nanos))
                    .log();
        }
        tell(nanos > 0);
    }

    private void limited(KeyLease lease, Failure failure) {
        boolean noQuota = failure.retry() == Failure.Retry.OTHER_TARGET;
        long told = failure.error().retryAfterMillis();
        long millis = noQuota ? Math.max(QUOTA_MILLIS, told) : told <= 0 ? COOLING_MILLIS : told;
        boolean cooled;
        synchronized (this) {
            cooled = lease.key()
                    .cool(
                            noQuota ? Key.ALL : lease.model(),
                            TimeUnit.MILLISECONDS.toNanos(millis),
                            models,
                            clock.getAsLong());
        }
        tell(cooled);
    }

    private Failure withSoonest(KeyLease lease, Failure failure) {
        long millis = soonest(lease);
        Failure told = failure.with(failure.error().withRetryAfter(millis));
        return millis == 0 ? told.with(Failure.Retry.ANYWHERE) : told;
    }

    /**
     * Milliseconds until another key can be used for that model, or the same one by the provider's own word;
     * 0 where another can now, and for no other reason.
     */
    private synchronized long soonest(KeyLease failed) {
        long now = clock.getAsLong();
        long soonest = Long.MAX_VALUE;
        for (Key key : keys) {
            long wait = key.wait(failed.model(), now);
            soonest = Math.min(soonest, key == failed.key() ? Math.max(1, wait) : wait);
        }
        return Key.millis(soonest);
    }

    /** Whether the provider takes one of the keys, now or once it has cooled. */
    private synchronized boolean anyTaken() {
        long now = clock.getAsLong();
        return keys.stream().anyMatch(key -> !key.isRefused(now));
    }

    private synchronized void bequeath(Key heir) {
        for (Key key : keys) {
            if (key.value.equals(heir.value) && key.config.weight() == heir.config.weight()) {
                heir.inherit(key);
            }
        }
    }

    private void tell(boolean news) {
        if (news) {
            changed.run();
        }
    }

    private static String name(Key key) {
        return "apiKeys[" + key.index + "]";
    }
}
