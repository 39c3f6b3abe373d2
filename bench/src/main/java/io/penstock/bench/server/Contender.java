package io.penstock.bench.server;

import java.util.List;

/**
 * One way from the client to the provider.
 *
 * @param headers of every request, each a whole line
 * @param servers what stands in between, and what its CPU time and memory are; none for the direct way
 */
public record Contender(String name, int port, List<String> headers, List<Server> servers) {

    public double cpuSeconds() {
        return servers.stream().mapToDouble(Server::cpuSeconds).sum();
    }

    public double residentMiB() {
        return servers.stream().mapToDouble(Server::residentMiB).sum();
    }
}
