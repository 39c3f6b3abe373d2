package io.penstock.gateway.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What every request uses of the metrics. Each meter is made once and kept: to find it by its labels in the registry
 * costs more than all else about it. There are as many as labels, which come from the configuration. Thread-safe.
 */
final class RequestMeters {

    /** From a cache's answer to a long completion; few, since each costs a series for each set of labels. */
    private static final Duration[] BUCKETS = Stream.of(
                    10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private record End(String model, String provider, int status, boolean stream) {}

    private record Served(String model, String provider) {}

    private record Tokens(String model, String provider, String kind) {}

    private record Estimate(String model, String kind, String count) {}

    private final MeterRegistry meters;
    private final Map<End, Timer> ends = new ConcurrentHashMap<>();
    private final Map<Served, Timer> firstContents = new ConcurrentHashMap<>();
    private final Map<Tokens, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<Estimate, Counter> estimates = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    Timer ended(String model, String provider, int status, boolean stream) {
        return ends.computeIfAbsent(new End(model, provider, status, stream), this::register);
    }

    private Timer register(End end) {
        return Timer.builder("penstock.requests")
                .description("Requests by their end; status 499: the client left")
                .tag("model", end.model())
                .tag("provider", end.provider())
                .tag("status", Integer.toString(end.status()))
                .tag("stream", Boolean.toString(end.stream()))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    Timer firstContent(String model, String provider) {
        return firstContents.computeIfAbsent(
                new Served(model, provider), served -> Timer.builder("penstock.time.to.first.token")
                        .description("From a request's head to the first content of its stream")
                        .tag("model", model)
                        .tag("provider", provider)
                        .serviceLevelObjectives(BUCKETS)
                        .register(meters));
    }

    /** @param kind {@code prompt} or {@code completion} */
    Counter tokens(String model, String provider, String kind) {
        return tokens.computeIfAbsent(new Tokens(model, provider, kind), counted -> Counter.builder("penstock.tokens")
                .description("Tokens as reported by the provider, or estimated where it reports none")
                .tag("model", model)
                .tag("provider", provider)
                .tag("kind", kind)
                .register(meters));
    }

    /** @param count {@code reserved} or {@code reported} */
    Counter estimate(String model, String kind, String count) {
        return estimates.computeIfAbsent(
                new Estimate(model, kind, count), counted -> Counter.builder("penstock.limit.tokens")
                        .description("Tokens of the same requests, as reserved for their limits and as reported after")
                        .tag("model", model)
                        .tag("kind", kind)
                        .tag("count", count)
                        .register(meters));
    }
}
