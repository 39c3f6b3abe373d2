package io.penstock.shared.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes to standard error on a thread of its own, what has gathered for some milliseconds in one piece. Who
 * logs neither waits nor wakes a thread for each event, as with Logback's {@code AsyncAppender}: at thousands of
 * lines a second that cost more than the lines themselves. A line is written at most about 20 ms late, in the
 * order of its thread. Where the reader of the log is slower than that, events are lost once {@value #CAPACITY}
 * wait; nothing else is, the last ones before an orderly exit included. Any thread.
 */
public final class BatchingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int CAPACITY = 16_384;
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int BATCH_BYTES = 64 * 1024;
    /** For a last batch that nobody reads. */
    private static final long STOP_MILLIS = 1000;

    private final Queue<ILoggingEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Batch batch = new Batch();
    private @Nullable Encoder<ILoggingEvent> encoder;
    private @Nullable Thread writer;
    /** The writer waits to be woken by the next event. */
    private volatile boolean resting;

    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public void start() {
        Encoder<ILoggingEvent> form = encoder;
        if (form == null) {
            addError("the appender " + getName() + " needs an encoder");
            return;
        }
        super.start();
        Thread thread = new Thread(() -> run(form), "log-" + getName());
        thread.setDaemon(true);
        writer = thread;
        thread.start();
    }

    /** Writes what waits, and takes no more. */
    @Override
    public void stop() {
        Thread thread = writer;
        if (!isStarted() || thread == null) {
            return;
        }
        super.stop();
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (queued.get() >= CAPACITY) {
            return;
        }
        event.prepareForDeferredProcessing();
        queued.incrementAndGet();
        queue.add(event);
        if (resting) {
            resting = false;
            LockSupport.unpark(writer);
        }
    }

    private void run(Encoder<ILoggingEvent> form) {
        while (isStarted()) {
            writeAll(form);
            // More come soon after the first; after none at all, none may come for hours.
            LockSupport.parkNanos(this, GATHER_NANOS);
            if (queue.isEmpty()) {
                rest();
            }
        }
        writeAll(form);
    }

    private void rest() {
        resting = true;
        while (resting && queue.isEmpty() && isStarted()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private void writeAll(Encoder<ILoggingEvent> form) {
        for (ILoggingEvent event = queue.poll(); event != null; event = queue.poll()) {
            queued.decrementAndGet();
            batch.writeBytes(form.encode(event));
            if (batch.size() >= BATCH_BYTES) {
                flush();
            }
        }
        if (batch.size() > 0) {
            flush();
        }
    }

    /** A PrintStream keeps its failures to itself: there is no other place to tell of them. */
    private void flush() {
        batch.writeTo(System.err);
        System.err.flush();
        batch.reset();
    }

    /** Gives its bytes to a stream that does not fail. */
    private static final class Batch extends ByteArrayOutputStream {
        Batch() {
            super(BATCH_BYTES);
        }

        void writeTo(PrintStream out) {
            out.write(buf, 0, count);
        }
    }
}
