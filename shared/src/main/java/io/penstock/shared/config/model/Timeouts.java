package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import java.time.Duration;

/**
 * Deadlines of one request at a provider, each 1 ms to 7 days. The total one also ends what the others
 * would still let go on.
 *
 * @param connect until the connection stands, TLS included
 * @param firstToken streams only: until the first content
 * @param idle streams only: between two pieces of content
 * @param total all attempts together, until the end of the answer
 */
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {

    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10));

    public Timeouts {
        Check.positive("connect", connect);
        Check.positive("firstToken", firstToken);
        Check.positive("idle", idle);
        Check.positive("total", total);
    }

    /** These, with what a target has of its own. */
    public Timeouts with(TargetTimeouts own) {
        return new Timeouts(
                own.connect() == null ? connect : own.connect(),
                own.firstToken() == null ? firstToken : own.firstToken(),
                own.idle() == null ? idle : own.idle(),
                own.total() == null ? total : own.total());
    }
}
