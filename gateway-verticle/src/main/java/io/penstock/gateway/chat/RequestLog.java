package io.penstock.gateway.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.gateway.admission.TokenReserve;
import io.penstock.gateway.body.BodyBudget;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is told of requests: metrics, and one line in the access log ({@code penstock.access}) for
 * each. Labels come from the configuration only, so that clients cannot make up series. Thread-safe.
 */
public final class RequestLog {

    private static final Logger ACCESS = LoggerFactory.getLogger("penstock.access");
    /** nginx's status for a client that closed the connection before its answer; never sent. */
    private static final int CLIENT_GONE = 499;

    /** Codes that Penstock gives to failed attempts; a provider may put anything into its own. */
    private static final Set<String> OWN_CODES = Set.of(
            "provider_error",
            "provider_unreachable",
            "provider_auth",
            "provider_overloaded",
            "provider_timeout",
            "upstream_truncated",
            "upstream_malformed",
            "worker_lost",
            "overloaded",
            "rate_limit_exceeded",
            "content_filter");

    private final MeterRegistry meters;
    private final RequestMeters requests;
    private final AtomicInteger running = new AtomicInteger();

    RequestLog(MeterRegistry meters, BodyBudget bodies) {
        this.meters = meters;
        this.requests = new RequestMeters(meters);
        Gauge unused = Gauge.builder("penstock.requests.running", running, AtomicInteger::get)
                .description("Admitted requests that have not ended")
                .register(meters);
        Gauge alsoUnused = Gauge.builder("penstock.bodies.held", bodies, BodyBudget::held)
                .baseUnit("bytes")
                .description("Request bodies held in memory, with an allowance for each request")
                .register(meters);
    }

    Entry begin(Inbound inbound, String model, boolean stream) {
        running.incrementAndGet();
        return new Entry(inbound, model, stream);
    }

    /** A request that was refused before it was admitted. */
    public void refused(String requestId, ApiError error, long nanos) {
        if ("limits_unavailable".equals(error.code())) {
            Counter.builder("penstock.limit.unavailable")
                    .description("Requests refused because the limits' counters could not answer")
                    .register(meters)
                    .increment();
        }
        requests.ended("none", "none", error.status(), false).record(nanos, TimeUnit.NANOSECONDS);
        ACCESS.atInfo()
                .setMessage("refused")
                .addKeyValue("requestId", requestId)
                .addKeyValue("status", error.status())
                .addKeyValue("code", error.code())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log();
    }

    void limited(String client, String code) {
        Counter.builder("penstock.limit.refusals")
                .description("Requests refused by a Penstock limit")
                .tag("client", client)
                .tag("code", code)
                .register(meters)
                .increment();
    }

    void attemptFailed(String provider, Failure failure) {
        String code = failure.error().code();
        Counter.builder("penstock.attempt.failures")
                .description("Attempts at a provider that failed, retried or not")
                .tag("provider", provider)
                .tag("status", Integer.toString(failure.error().status()))
                .tag("code", code == null ? "none" : OWN_CODES.contains(code) ? code : "other")
                .register(meters)
                .increment();
        if (failure.cause().deadline() != null) {
            deadline(provider, failure.cause().deadline());
        }
    }

    /** @param which {@code connect}, {@code first-token}, {@code idle}, {@code total}, or {@code client} for its own */
    void deadline(String provider, String which) {
        Counter.builder("penstock.deadlines.exceeded")
                .description("Deadlines that passed, of attempts and of whole requests")
                .tag("provider", provider)
                .tag("deadline", which)
                .register(meters)
                .increment();
    }

    void hedged(String model) {
        Counter.builder("penstock.hedges")
                .description("Second attempts that began beside one without content yet")
                .tag("model", model)
                .register(meters)
                .increment();
    }

    /** One admitted request. Exactly one of {@code answered}, {@code failed}, {@code abandoned} ends it. Event loop only. */
    final class Entry {

        private final Inbound inbound;
        private final String model;
        private final boolean stream;
        private long contentNanos;

        private Entry(Inbound inbound, String model, boolean stream) {
            this.inbound = inbound;
            this.model = model;
            this.stream = stream;
        }

        /** Content came; only the first time counts. */
        void content() {
            if (contentNanos == 0) {
                contentNanos = System.nanoTime() - inbound.startNanos();
            }
        }

        void answered(String provider, int attempts, Usage usage) {
            if (stream) {
                requests.firstContent(model, provider).record(contentNanos, TimeUnit.NANOSECONDS);
            }
            requests.tokens(model, provider, "prompt").increment(usage.promptTokens());
            requests.tokens(model, provider, "completion").increment(usage.completionTokens());
            end(provider, attempts, 200, null, usage);
        }

        /** How good the estimate for a request's token limits was, where its provider has counted. */
        void estimated(TokenReserve reserve, Usage usage) {
            if (reserve.prompt() >= 0 && !usage.estimated()) {
                estimate("prompt", "reserved", reserve.allPrompts());
                estimate("prompt", "reported", usage.promptTokens());
                estimate("completion", "reserved", reserve.completion());
                estimate("completion", "reported", usage.completionTokens());
            }
        }

        private void estimate(String kind, String count, long tokens) {
            requests.estimate(model, kind, count).increment(tokens);
        }

        void failed(String provider, int attempts, ApiError error) {
            end(provider, attempts, error.status(), error, null);
        }

        void abandoned(String provider, int attempts) {
            end(provider, attempts, CLIENT_GONE, null, null);
        }

        private void end(String provider, int attempts, int status, @Nullable ApiError error, @Nullable Usage usage) {
            running.decrementAndGet();
            long nanos = System.nanoTime() - inbound.startNanos();
            requests.ended(model, provider, status, stream).record(nanos, TimeUnit.NANOSECONDS);
            LoggingEventBuilder line = ACCESS.atInfo()
                    .setMessage("chat")
                    .addKeyValue("requestId", inbound.id())
                    .addKeyValue("client", inbound.client().name())
                    .addKeyValue("model", model)
                    .addKeyValue("provider", provider)
                    .addKeyValue("attempts", attempts)
                    .addKeyValue("stream", stream)
                    .addKeyValue("status", status)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos));
            if (usage != null) {
                line = line.addKeyValue("promptTokens", usage.promptTokens())
                        .addKeyValue("completionTokens", usage.completionTokens());
            }
            if (error != null) {
                line = line.addKeyValue("code", error.code()).addKeyValue("error", error.message());
            }
            line.log();
        }
    }
}
