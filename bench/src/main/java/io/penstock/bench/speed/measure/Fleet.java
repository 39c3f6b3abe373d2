package io.penstock.bench.speed.measure;

import io.penstock.bench.server.BareProxy;
import io.penstock.bench.server.Contender;
import io.penstock.bench.server.Key;
import io.penstock.bench.server.Nginx;
import io.penstock.bench.server.Nodes;
import io.penstock.bench.server.Server;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Wire;
import io.penstock.shared.cli.process.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that is measured, running at once: what is not asked does nothing. */
public final class Fleet implements AutoCloseable {

    public static final String ALL_IN_ONE = "penstock, one node";
    public static final String TWO_NODES = "penstock, two nodes";

    public static final String ONE_UNLIMITED = "one node, no limit";
    public static final String ONE_LIMITED = "one node, a limit";
    public static final String TWO_UNLIMITED = "two nodes, no limit";
    public static final String TWO_COUNTED_HERE = "two nodes, a limit that the gateway node counts";
    public static final String TWO_COUNTED_THERE = "two nodes, a limit that the other node counts";

    private final List<Server> servers = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Contender> limits = new ArrayList<>();

    /** @param peers other gateways by their names, which run already and know the cases' models */
    public static Fleet start(Path home, Path scratch, Wire wire, Map<String, URI> peers, Consumer<String> progress) {
        Fleet fleet = new Fleet();
        try {
            fleet.open(home, scratch, wire, peers, progress);
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private void open(Path home, Path scratch, Wire wire, Map<String, URI> peers, Consumer<String> progress) {
        FreePorts ports = new FreePorts();
        int upstream = ports.from(17_000);
        servers.add(wire.upstream(upstream));
        contenders.add(new Contender("direct", upstream, List.of(), List.of()));
        Nginx.find()
                .ifPresentOrElse(
                        nginx -> add(Nginx.start(nginx, scratch, upstream, ports.from(17_000))),
                        () -> progress.accept(
                                "there is no nginx, and so nothing beside it; on Debian: apt install nginx-light"));
        Nodes nodes = new Nodes(home, scratch, ports, Cases.models());
        Nodes.Started one = nodes.allInOne(upstream);
        // After the first node, which is built first if need be.
        add(BareProxy.start(home, scratch, upstream, ports.from(17_000)));
        add(one.asked(ALL_IN_ONE, Key.LIMITED));
        Nodes.Pair two = nodes.pair(upstream);
        add(two.nodes().asked(TWO_NODES, Key.LIMITED));
        peers.forEach((name, url) ->
                contenders.add(new Contender(name, url.getPort(), List.of(Key.LIMITED.header()), List.of())));
        limits.addAll(List.of(
                one.asked(ONE_UNLIMITED, Key.FREE),
                one.asked(ONE_LIMITED, Key.LIMITED),
                two.nodes().asked(TWO_UNLIMITED, Key.FREE),
                two.nodes().asked(TWO_COUNTED_HERE, two.countedByGateway()),
                two.nodes().asked(TWO_COUNTED_THERE, two.countedByProvider())));
    }

    private void add(Contender contender) {
        servers.addAll(contender.servers());
        contenders.add(contender);
    }

    /** The way without a limit over the same nodes as one of {@link Cases#LIMITS}. */
    public static String unlimited(String contender) {
        return contender.startsWith("two") ? TWO_UNLIMITED : ONE_UNLIMITED;
    }

    /** Who takes a load: Penstock by several keys where it is about limits, else every way to the provider. */
    public List<Contender> contenders(Load load) {
        return load.equals(Cases.LIMITS) ? limits : contenders;
    }

    @Override
    public void close() {
        // The provider last, so that none of them finds it gone.
        for (int i = servers.size() - 1; i >= 0; i--) {
            servers.get(i).close();
        }
    }
}
