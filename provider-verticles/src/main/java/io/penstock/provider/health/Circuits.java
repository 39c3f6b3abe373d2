package io.penstock.provider.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.OpenCircuit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of all targets that this node calls; those that are well have none. One per node. Any
 * thread: each circuit is changed under its own entry's lock, for no longer than a few sums take.
 */
public final class Circuits {

    /** No generation of circuits. */
    private static final long UNWATCHED = -1;

    private final String node;
    private final Runnable changed;
    private final LongSupplier clock;
    private final CircuitNews news;
    private final KnownOpenings known = new KnownOpenings();
    private final ConcurrentHashMap<Target, Circuit> circuits = new ConcurrentHashMap<>();
    /** Of targets that are well, too: one failure among many successes is no outage. */
    private final ConcurrentHashMap<Target, CallWindow> windows = new ConcurrentHashMap<>();

    /** Of each provider's circuits: raised when they are forgotten, since calls still run that began before. */
    private final ConcurrentHashMap<String, Long> generations = new ConcurrentHashMap<>();

    private volatile Set<String> providers = Set.of();

    /** What one event did, for those who are told after the lock is released. */
    private record Effect(Circuit.Change change, OpenCircuit state) {
        static final Effect NONE = new Effect(Circuit.Change.NONE, new OpenCircuit(0, 0, ""));
    }

    /**
     * @param node this one's name
     * @param changed is run when other nodes should hear at once
     */
    public Circuits(String node, Runnable changed, MeterRegistry meters) {
        this(node, changed, meters, System::nanoTime);
    }

    Circuits(String node, Runnable changed, MeterRegistry meters, LongSupplier clock) {
        this.node = node;
        this.changed = changed;
        this.clock = clock;
        this.news = new CircuitNews(meters);
    }

    /**
     * @param providers that this node serves: of others it does not listen
     * @param targets {@code provider/model} of the configuration, the only ones that metrics name
     */
    public void configure(Set<String> providers, Set<String> targets) {
        this.providers = Set.copyOf(providers);
        news.configured(targets.stream().map(Target::parse).collect(Collectors.toSet()));
    }

    /**
     * Asks for a call.
     *
     * @param lastResort whether to call even where the circuit is open
     * @return what is to be told how the call goes; null where there is to be none
     */
    public @Nullable CircuitCall admit(String provider, String model, boolean lastResort) {
        Target target = new Target(provider, model);
        if (!circuits.containsKey(target)) {
            return new CircuitCall(this, target, generation(target), Circuit.Ticket.NORMAL);
        }
        Circuit.Ticket[] ticket = {Circuit.Ticket.NORMAL};
        long generation = generation(target);
        long now = clock.getAsLong();
        circuits.computeIfPresent(target, (same, circuit) -> {
            ticket[0] = circuit.admit(lastResort, now);
            return circuit;
        });
        return ticket[0] == null ? null : new CircuitCall(this, target, generation, ticket[0]);
    }

    /** A call by an earlier configuration of the provider: it needs no leave, and says nothing of the present one. */
    public CircuitCall unwatched(String provider, String model) {
        return new CircuitCall(this, new Target(provider, model), UNWATCHED, Circuit.Ticket.NORMAL);
    }

    /** Takes over from another node's beat what this node need not find out by itself. */
    public void hear(Beat beat) {
        if (beat.node().equals(node)) {
            return;
        }
        long now = clock.getAsLong();
        beat.health().circuits().forEach((id, open) -> {
            Target target = Target.parse(id);
            if (open.millis() == 0) {
                known.refresh(open.opening(), now);
            } else if (providers.contains(target.provider()) && known.add(open.opening(), now)) {
                Effect effect = change(target, generation(target), true, (circuit, at) -> circuit.hear(open, at));
                if (effect.change() == Circuit.Change.OPENED) {
                    news.heard(target, open.why(), beat.node());
                }
                tell(effect);
            }
        });
    }

    /** What other nodes should know: by target, those that are not closed. Forgets what has become old. */
    public Map<String, OpenCircuit> open() {
        long now = clock.getAsLong();
        known.sweep(now);
        Map<String, OpenCircuit> configured = new HashMap<>();
        Map<String, OpenCircuit> others = new HashMap<>();
        for (Target target : circuits.keySet()) {
            circuits.computeIfPresent(target, (same, circuit) -> {
                OpenCircuit told = circuit.told(now);
                if (told != null) {
                    known.refresh(told.opening(), now);
                    (news.isConfigured(target) ? configured : others).put(target.id(), told);
                }
                return circuit.isForgettable(now) ? null : circuit;
            });
        }
        windows.entrySet().removeIf(each -> each.getValue().isEmpty(now) && !circuits.containsKey(each.getKey()));
        others.entrySet().stream()
                .limit(Math.max(0, Rules.MOST_TOLD - configured.size()))
                .forEach(each -> configured.put(each.getKey(), each.getValue()));
        return configured;
    }

    /** The provider is another one now, or gone: what is known of its targets says nothing any more. */
    public void forget(String provider) {
        var unused = generations.merge(provider, 1L, Long::sum);
        windows.keySet().removeIf(target -> target.provider().equals(provider));
        if (circuits.keySet().removeIf(target -> target.provider().equals(provider))) {
            changed.run();
        }
    }

    void content(Target target, long generation, Circuit.Ticket ticket) {
        report(target, generation, false, (circuit, now) -> circuit.content(ticket, now));
    }

    void end(Target target, long generation, Circuit.Ticket ticket, Verdict verdict) {
        if (verdict.kind() == Verdict.Kind.WELL && !circuits.containsKey(target)) {
            if (generation == generation(target)) {
                window(target).add(false, clock.getAsLong());
            }
            return;
        }
        boolean bad = verdict.kind() == Verdict.Kind.FAILED || verdict.kind() == Verdict.Kind.PAUSE;
        report(target, generation, bad, (circuit, now) -> circuit.end(ticket, verdict, now));
    }

    CircuitNews news() {
        return news;
    }

    int size() {
        return circuits.size();
    }

    private void report(
            Target target, long generation, boolean create, BiFunction<Circuit, Long, Circuit.Change> event) {
        Effect effect = change(target, generation, create, event);
        if (effect.change() == Circuit.Change.OPENED) {
            var unused = known.add(effect.state().opening(), clock.getAsLong());
            news.opened(target, effect.state().why(), effect.state().millis());
        } else if (effect.change() == Circuit.Change.CLOSED) {
            news.closed(target, effect.state().why());
        }
        tell(effect);
    }

    private Effect change(
            Target target, long generation, boolean create, BiFunction<Circuit, Long, Circuit.Change> event) {
        if (!circuits.containsKey(target) && !(create && hasRoomFor(target, circuits))) {
            return Effect.NONE;
        }
        CallWindow window = window(target);
        Effect[] effect = {Effect.NONE};
        long now = clock.getAsLong();
        circuits.compute(target, (same, present) -> {
            // Asked under the lock: what is put in before the generation is raised is taken out after.
            if ((present == null && !create) || generation != generation(target)) {
                return present;
            }
            Circuit circuit = present == null ? new Circuit(Circuits::number, window) : present;
            Circuit.Change change = event.apply(circuit, now);
            OpenCircuit state = circuit.told(now);
            effect[0] = new Effect(change, state == null ? new OpenCircuit(0, 0, circuit.why()) : state);
            return circuit.isForgettable(now) ? null : circuit;
        });
        return effect[0];
    }

    private long generation(Target target) {
        return generations.getOrDefault(target.provider(), 0L);
    }

    private CallWindow window(Target target) {
        CallWindow known = windows.get(target);
        if (known != null) {
            return known;
        }
        return hasRoomFor(target, windows) ? windows.computeIfAbsent(target, t -> new CallWindow()) : new CallWindow();
    }

    private boolean hasRoomFor(Target target, Map<Target, ?> in) {
        return news.isConfigured(target) || in.size() < Rules.MOST_TARGETS;
    }

    private void tell(Effect effect) {
        if (effect.change() != Circuit.Change.NONE) {
            changed.run();
        }
    }

    private static long number() {
        long number = ThreadLocalRandom.current().nextLong();
        return number == 0 ? 1 : number;
    }
}
