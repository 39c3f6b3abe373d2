package io.penstock.provider.worker;

import io.penstock.provider.discovery.OllamaWatch;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.node.NodeContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All workers of this node, as the configuration wants them. A new one is prepared whole before anything
 * changes: where that fails, all stays as it was. Changes take turns; the rest is for any thread.
 */
final class WorkerPools {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPools.class);

    /** What a reload is about to do with one provider. */
    private record Step(WorkerPool pool, Setup setup, int instances) {}

    private final NodeContext node;
    private final NodeHealth health;
    private final Patience patience;
    private final LocalServers servers;
    private volatile Map<String, WorkerPool> pools = Map.of();
    /** Providers that the configuration has no more, and the reload that took each away. */
    private final Map<String, Object> retiring = new HashMap<>();

    private Future<Void> turn = Future.succeededFuture();
    private volatile @Nullable Config config;
    private String version = "";

    WorkerPools(NodeContext node, NodeHealth health, Patience patience, OllamaWatch.Pace pace) {
        this.node = node;
        this.health = health;
        this.patience = patience;
        this.servers = new LocalServers(node.vertx(), pace, this::look);
    }

    Future<Void> apply(Config next, String version) {
        return inTurn(() -> change(next, version).onSuccess(done -> {
            ProviderNews.tell(next);
            servers.configure(next);
        }));
    }

    /** Those that requests may be sent to. */
    Map<String, int[]> inFlight() {
        Map<String, int[]> inFlight = new TreeMap<>();
        pools.forEach((provider, pool) -> {
            if (!isAbsent(config, provider)) {
                inFlight.put(provider, pool.inFlight());
            }
        });
        return inFlight;
    }

    Stream<ProviderVerticle> all() {
        return pools.values().stream().flatMap(WorkerPool::all);
    }

    private Future<Void> change(Config next, String version) {
        Map<String, Step> steps = steps(next, version);
        Map<String, List<ProviderVerticle>> grown = new HashMap<>();
        List<Future<Void>> growing = new ArrayList<>();
        steps.forEach((name, step) ->
                growing.add(step.pool().grow(step.setup(), step.instances()).map(workers -> {
                    synchronized (grown) {
                        grown.put(name, workers);
                    }
                    return null;
                })));
        return Future.join(growing)
                .<Void>mapEmpty()
                .recover(e -> undo(steps, grown).otherwiseEmpty().compose(undone -> Future.failedFuture(e)))
                .compose(ready -> commit(next, version, steps, grown));
    }

    /** A server of this machine began to run, or ended: its workers come, or go. */
    private void look(String name) {
        inTurn(() -> config == null ? Future.succeededFuture() : change(config, version))
                .onFailure(e -> LOG.atWarn()
                        .setMessage("a provider that runs on this machine cannot be served")
                        .addKeyValue("provider", name)
                        .setCause(e)
                        .log());
    }

    /** Throws where a provider cannot be made. Changes nothing. */
    private Map<String, Step> steps(Config next, String version) {
        Map<String, Step> steps = new TreeMap<>();
        next.providers().forEach((name, wanted) -> {
            if (wanted.isEnabled() && !isAbsent(next, name)) {
                WorkerPool known = pools.get(name);
                WorkerPool pool = known == null ? new WorkerPool(node, name, health.circuits()) : known;
                int instances = wanted.workers() == 0 ? node.eventLoops() : wanted.workers();
                steps.put(name, new Step(pool, setup(name, pool.setup(), wanted, version), instances));
            }
        });
        return steps;
    }

    private Setup setup(String name, @Nullable Setup before, ProviderConfig wanted, String version) {
        if (before != null && before.config().equals(wanted)) {
            return new Setup(version, before.config(), before.keys());
        }
        ApiKeys keys = new ApiKeys(name, wanted.apiKeys(), node.changed(), before == null ? null : before.keys());
        var unused = Providers.create(node.vertx(), name, wanted, keys);
        return new Setup(version, wanted, keys);
    }

    private static Future<Void> undo(Map<String, Step> steps, Map<String, List<ProviderVerticle>> grown) {
        List<Future<Void>> undone = new ArrayList<>();
        synchronized (grown) {
            grown.forEach((name, workers) -> {
                Step step = steps.get(name);
                if (step != null) {
                    undone.add(step.pool().undo(workers));
                }
            });
        }
        return Future.join(undone).mapEmpty();
    }

    private Future<Void> commit(
            Config next, String version, Map<String, Step> steps, Map<String, List<ProviderVerticle>> grown) {
        long keep = config == null ? 1 : patience.keepMillis().applyAsLong(config);
        List<Future<Void>> done = new ArrayList<>();
        steps.forEach((name, step) -> {
            Setup before = step.pool().setup();
            List<ProviderVerticle> workers = grown.getOrDefault(name, List.of());
            done.add(step.pool().commit(step.setup(), workers, keep).map(leaving -> {
                leaving.forEach(worker -> retire(step.pool(), worker));
                if (before != null && !before.isSameAs(step.setup())) {
                    health.circuits().forget(name);
                }
                return null;
            }));
        });
        return Future.join(done).map(served -> {
            Map<String, WorkerPool> all = new TreeMap<>(pools);
            steps.forEach((name, step) -> all.put(name, step.pool()));
            retiring.keySet().removeAll(steps.keySet());
            all.keySet().stream().filter(name -> !steps.containsKey(name)).forEach(name -> {
                if (isAbsent(next, name)) {
                    health.circuits().forget(name);
                    retire(name, patience.lingerMillis());
                } else {
                    retire(name, keep);
                }
            });
            config = next;
            this.version = version;
            publish(all, next);
            return null;
        });
    }

    /** Whether it is served only while it runs here, and does not. */
    private boolean isAbsent(@Nullable Config of, String name) {
        return of != null && of.discovered().contains(name) && !servers.isRunning(name);
    }

    /** Until then requests that began before may still need it. */
    private void retire(String name, long afterMillis) {
        if (retiring.containsKey(name)) {
            return;
        }
        Object reload = new Object();
        retiring.put(name, reload);
        long unused = node.vertx().setTimer(afterMillis, timer -> idle(name).onComplete(idle -> {
            retireInTurn(name, () -> {
                WorkerPool pool = pools.get(name);
                if (pool == null || !retiring.remove(name, reload)) {
                    return Future.succeededFuture();
                }
                Map<String, WorkerPool> rest = new TreeMap<>(pools);
                rest.remove(name);
                publish(rest, config);
                health.circuits().forget(name);
                return pool.close();
            });
        }));
    }

    /** Complete when nothing keeps it: of a server that seems to be gone, some streams may still go on. */
    private Future<Void> idle(String name) {
        WorkerPool pool = pools.get(name);
        return pool == null || !isAbsent(config, name)
                ? Future.succeededFuture()
                : Future.all(pool.all().map(ProviderVerticle::drained).toList()).mapEmpty();
    }

    private void retire(WorkerPool pool, ProviderVerticle worker) {
        long unused = node.vertx().setTimer(patience.lingerMillis(), timer -> worker.drained()
                .onSuccess(empty -> retireInTurn(worker.name(), () -> pool.remove(worker))));
    }

    private void retireInTurn(String name, Supplier<Future<Void>> step) {
        inTurn(step).onFailure(e -> LOG.atWarn()
                .setMessage("a worker that is not needed any more does not end")
                .addKeyValue("provider", name)
                .setCause(e)
                .log());
    }

    private void publish(Map<String, WorkerPool> all, @Nullable Config of) {
        pools = Map.copyOf(all);
        Map<String, ApiKeys> keys = new TreeMap<>();
        all.forEach((name, pool) -> {
            Setup setup = pool.setup();
            if (setup != null) {
                keys.put(name, setup.keys());
            }
        });
        if (of != null) {
            health.configure(of, keys);
        }
        node.changed().run();
    }

    private synchronized Future<Void> inTurn(Supplier<Future<Void>> step) {
        turn = turn.otherwiseEmpty().compose(before -> step.get());
        return turn;
    }
}
