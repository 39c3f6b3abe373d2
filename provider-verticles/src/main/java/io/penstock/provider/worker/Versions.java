package io.penstock.provider.worker;

import io.penstock.provider.upstream.Provider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider as one worker instance calls it, under the configuration of now and those of before that
 * running requests began under. Event loop only.
 */
final class Versions {

    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    /** One way to call the provider, closed once no version names it and none of its calls runs. */
    final class Served {
        private final Setup setup;
        private final Provider provider;
        private int calls;
        private boolean closed;

        private Served(Setup setup) {
            this.setup = setup;
            this.provider = Providers.create(vertx, name, setup.config(), setup.keys());
        }

        Provider provider() {
            return provider;
        }

        /** Whether new requests go this way. */
        boolean isCurrent() {
            return this == current;
        }

        /** Each begun call is ended once. */
        void begin() {
            calls++;
        }

        void end() {
            calls--;
            closeIfUnused();
        }

        private void closeIfUnused() {
            boolean named = byVersion.values().stream().anyMatch(registration -> registration.served == this);
            if (calls == 0 && !closed && this != current && !named) {
                closed = true;
                open.remove(this);
                provider.close().onFailure(e -> LOG.atWarn()
                        .setMessage("a provider's connections could not be closed")
                        .addKeyValue("provider", name)
                        .setCause(e)
                        .log());
            }
        }
    }

    /** A version may come back, under which requests run for as long again: one for each time. */
    private static final class Registration {
        private final Served served;

        private Registration(Served served) {
            this.served = served;
        }
    }

    private final Vertx vertx;
    private final String name;
    private final Map<String, Registration> byVersion = new HashMap<>();
    private final Set<Served> open = new HashSet<>();
    private String version;
    private Served current;
    private Registration registration;

    Versions(Vertx vertx, String name, Setup first) {
        this.vertx = vertx;
        this.name = name;
        this.version = first.version();
        this.current = new Served(first);
        open.add(current);
        registration = new Registration(current);
        byVersion.put(version, registration);
    }

    /**
     * Calls of other versions than the known ones go by this one from now on.
     *
     * @param keepMillis how long requests may still run that began under the one until now
     */
    void serve(Setup next, long keepMillis) {
        if (next.version().equals(version) && next.isSameAs(current.setup)) {
            return;
        }
        String before = version;
        Registration until = registration;
        if (!next.isSameAs(current.setup)) {
            current = new Served(next);
            open.add(current);
        }
        version = next.version();
        registration = new Registration(current);
        Registration replaced = byVersion.put(version, registration);
        if (replaced != null) {
            replaced.served.closeIfUnused();
        }
        long unused = vertx.setTimer(Math.max(1, keepMillis), timer -> forget(before, until));
    }

    /** Of the version that a request runs under, or the current one where that is not known (any more, or yet). */
    Served of(String requested) {
        Registration known = byVersion.get(requested);
        return known == null ? current : known.served;
    }

    Future<Void> close() {
        return Future.join(open.stream().map(served -> served.provider.close()).toList())
                .mapEmpty();
    }

    int open() {
        return open.size();
    }

    private void forget(String before, Registration until) {
        var unused = byVersion.remove(before, until);
        until.served.closeIfUnused();
    }
}
