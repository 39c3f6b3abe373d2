package io.penstock.bench.limits.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that can be put forward, so that counters can be given a past without waiting for it. */
final class SkippingClock extends Clock {

    private final AtomicLong ahead = new AtomicLong();

    void skip(Duration time) {
        long unused = ahead.addAndGet(time.toMillis());
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + ahead.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC");
    }
}
