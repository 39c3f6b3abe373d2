package io.penstock.bench.speed;

import io.penstock.shared.cli.process.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that is measured, running at once: what is not asked does nothing. */
final class Fleet implements AutoCloseable {

    static final String ALL_IN_ONE = "penstock, one node";
    static final String TWO_NODES = "penstock, two nodes";

    private final List<Server> servers = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();

    /** @param peers other gateways by their names, which run already and know the cases' models */
    static Fleet start(Path home, Path scratch, Wire wire, Map<String, URI> peers, Consumer<String> progress) {
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
        Nodes nodes = new Nodes(home, scratch, ports);
        Nodes.Started one = nodes.allInOne(upstream);
        add(one.asked(ALL_IN_ONE, Nodes.LIMITED));
        Nodes.Started two = nodes.pair(upstream);
        add(two.asked(TWO_NODES, Nodes.LIMITED));
        peers.forEach((name, url) -> contenders.add(
                new Contender(name, url.getPort(), List.of("authorization: Bearer " + Nodes.LIMITED), List.of())));
    }

    private void add(Contender contender) {
        servers.addAll(contender.servers());
        contenders.add(contender);
    }

    List<Contender> contenders() {
        return contenders;
    }

    @Override
    public void close() {
        // The provider last, so that none of them finds it gone.
        for (int i = servers.size() - 1; i >= 0; i--) {
            servers.get(i).close();
        }
    }
}
