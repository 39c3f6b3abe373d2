package io.penstock.provider.worker;

import io.penstock.provider.discovery.OllamaWatch;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which of the providers that are served only while they run on this machine do so. Any thread. */
final class LocalServers {

    private static final class Server {
        private final URI base;
        private final OllamaWatch watch;
        private volatile boolean running;

        private Server(Vertx vertx, String name, URI base, OllamaWatch.Pace pace, Consumer<String> changed) {
            this.base = base;
            this.watch = new OllamaWatch(vertx, name, base, pace, runs -> {
                running = runs;
                changed.accept(name);
            });
        }
    }

    private final Vertx vertx;
    private final OllamaWatch.Pace pace;
    private final Consumer<String> changed;
    private final Map<String, Server> servers = new ConcurrentHashMap<>();

    /** @param changed hears the name of one that began to run, or ended */
    LocalServers(Vertx vertx, OllamaWatch.Pace pace, Consumer<String> changed) {
        this.vertx = vertx;
        this.pace = pace;
        this.changed = changed;
    }

    /** Looks for those of this configuration from now on, and for no others. */
    synchronized void configure(Config config) {
        Set<String> discovered = config.discovered();
        servers.forEach((name, server) -> {
            if (!discovered.contains(name) || !server.base.equals(base(config, name))) {
                servers.remove(name);
                server.watch.stop();
            }
        });
        for (String name : discovered) {
            URI base = base(config, name);
            if (base != null && !servers.containsKey(name)) {
                Server server = new Server(vertx, name, base, pace, changed);
                servers.put(name, server);
                server.watch.start();
            }
        }
    }

    /** False for one that is not looked for. */
    boolean isRunning(String name) {
        Server server = servers.get(name);
        return server != null && server.running;
    }

    private static @Nullable URI base(Config config, String name) {
        ProviderConfig provider = config.providers().get(name);
        return provider == null ? null : provider.baseUrl();
    }
}
