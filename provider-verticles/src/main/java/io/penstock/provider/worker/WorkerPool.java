package io.penstock.provider.worker;

import io.penstock.provider.health.Circuits;
import io.penstock.shared.node.NodeContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worker instances of one provider on this node. Changed by one reload at a time; what runs is read
 * by any thread.
 */
final class WorkerPool {

    private final NodeContext node;
    private final String name;
    private final Circuits circuits;
    private final Map<ProviderVerticle, String> deployed = new ConcurrentHashMap<>();
    /** The instance's number is its place. */
    private volatile List<ProviderVerticle> workers = List.of();
    /** Told to nobody any more; they end what they have, and what is on its way to them. */
    private volatile List<ProviderVerticle> leaving = List.of();

    private volatile @Nullable Setup setup;

    WorkerPool(NodeContext node, String name, Circuits circuits) {
        this.node = node;
        this.name = name;
        this.circuits = circuits;
    }

    /** Null until the first {@link #commit}. */
    @Nullable
    Setup setup() {
        return setup;
    }

    int[] inFlight() {
        return workers.stream().mapToInt(ProviderVerticle::inFlight).toArray();
    }

    Stream<ProviderVerticle> all() {
        return Stream.concat(workers.stream(), leaving.stream());
    }

    /** Instances that are ready to be told of, as many as there are to be; those that are there already stay. */
    Future<List<ProviderVerticle>> grow(Setup next, int instances) {
        // One that joins knows what requests under way began under, as the others do.
        Setup known = setup;
        Setup first = known == null ? next : known;
        List<ProviderVerticle> all = new ArrayList<>();
        List<Future<String>> deployments = new ArrayList<>();
        for (int n = 0; n < instances; n++) {
            ProviderVerticle worker = n < workers.size() ? workers.get(n) : leaving(n);
            if (worker == null) {
                worker = new ProviderVerticle(node, name, n, first, circuits);
                deployments.add(deploy(worker));
            }
            all.add(worker);
        }
        return Future.join(deployments)
                .<List<ProviderVerticle>>map(done -> all)
                .recover(e -> undo(all).otherwiseEmpty().compose(undone -> Future.failedFuture(e)));
    }

    /** Takes back what {@link #grow} started. */
    Future<Void> undo(List<ProviderVerticle> grown) {
        return undeploy(grown.stream()
                .filter(worker -> all().noneMatch(known -> known == worker))
                .toList());
    }

    /**
     * Serves by the new setup from now on.
     *
     * @param grown what {@link #grow} made
     * @param keepMillis how long requests may still run that began before
     * @return those that are too many now: they take what still reaches them, until {@link #remove}
     */
    Future<List<ProviderVerticle>> commit(Setup next, List<ProviderVerticle> grown, long keepMillis) {
        return Future.all(grown.stream()
                        .map(worker -> worker.serve(next, keepMillis))
                        .toList())
                .map(serving -> {
                    List<ProviderVerticle> tooMany =
                            all().filter(worker -> !grown.contains(worker)).toList();
                    List<ProviderVerticle> newlyLeaving =
                            tooMany.stream().filter(workers::contains).toList();
                    setup = next;
                    workers = List.copyOf(grown);
                    leaving = tooMany;
                    return newlyLeaving;
                });
    }

    /** Ends an instance that is leaving still. */
    Future<Void> remove(ProviderVerticle worker) {
        if (!leaving.contains(worker)) {
            return Future.succeededFuture();
        }
        leaving = leaving.stream().filter(other -> other != worker).toList();
        return undeploy(List.of(worker));
    }

    /** Ends all of them, and what still runs. */
    Future<Void> close() {
        List<ProviderVerticle> all = all().toList();
        workers = List.of();
        leaving = List.of();
        return undeploy(all);
    }

    private @Nullable ProviderVerticle leaving(int instance) {
        return leaving.stream()
                .filter(worker -> worker.instance() == instance)
                .findFirst()
                .orElse(null);
    }

    private Future<String> deploy(ProviderVerticle worker) {
        return node.vertx().deployVerticle(worker).onSuccess(id -> deployed.put(worker, id));
    }

    private Future<Void> undeploy(List<ProviderVerticle> gone) {
        List<Future<Void>> going = new ArrayList<>();
        for (ProviderVerticle worker : gone) {
            String id = deployed.remove(worker);
            if (id != null) {
                going.add(node.vertx().undeploy(id));
            }
        }
        return Future.join(going).mapEmpty();
    }
}
