package io.penstock.gateway.http;

import io.penstock.gateway.chat.Gateway;
import io.penstock.gateway.chat.Setup;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.node.NodeContext;
import io.penstock.shared.node.NodeRole;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway side of a node: one verticle for each event loop, all on one port. */
public final class GatewayRole implements NodeRole {

    private volatile List<GatewayVerticle> verticles = List.of();
    private volatile @Nullable Gateway gateway;
    private volatile String url = "";

    @Override
    public Role role() {
        return Role.GATEWAY;
    }

    @Override
    public Future<Void> start(NodeContext node) {
        Gateway created = new Gateway(node);
        gateway = created;
        HttpConfig http = node.config().http();
        if (http.tls() != null) {
            ServerOptions.check(node.vertx(), http.tls());
        }
        // Vert.x shares a random port between servers that ask for the same negative one.
        int port = http.port() == 0 ? -1 : http.port();
        GatewayVerticle first = new GatewayVerticle(created, 0, port);
        return created.prepare(created.setup())
                .compose(loaded -> node.vertx().deployVerticle(first))
                .compose(id -> {
                    List<GatewayVerticle> all = new ArrayList<>(List.of(first));
                    List<Future<String>> deployments = new ArrayList<>();
                    for (int n = 1; n < node.eventLoops(); n++) {
                        GatewayVerticle next = new GatewayVerticle(created, n, port);
                        all.add(next);
                        deployments.add(node.vertx().deployVerticle(next));
                    }
                    verticles = all;
                    return Future.all(deployments);
                })
                .map(deployed -> {
                    url = (http.tls() == null ? "http://" : "https://") + http.host() + ":" + first.actualPort()
                            + "/v1";
                    return null;
                });
    }

    /** The tokenizers and counters that the new setup needs are ready before the first request comes under it. */
    @Override
    public Future<Void> reload(Config config, String version) {
        Gateway running = gateway;
        if (running == null) {
            return Future.failedFuture(new IllegalStateException("the gateway has not started"));
        }
        Setup coming = running.setup(config, version);
        return running.prepare(coming).onSuccess(ready -> running.use(coming));
    }

    @Override
    public Map<String, TargetLoad> loads() {
        Gateway running = gateway;
        return running == null ? Map.of() : running.stats().loads();
    }

    @Override
    public List<String> urls() {
        return List.of(url);
    }

    @Override
    public Future<Void> drain() {
        return Future.all(verticles.stream().map(GatewayVerticle::drained).toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> abort() {
        return Future.all(verticles.stream().map(GatewayVerticle::abort).toList())
                .mapEmpty();
    }
}
