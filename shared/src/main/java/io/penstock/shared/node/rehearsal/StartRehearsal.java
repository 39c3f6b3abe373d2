package io.penstock.shared.node.rehearsal;

import io.penstock.shared.node.Rehearsal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rehearsal of a node's start, on threads of its own. The system property {@value #PROPERTY} is {@code off} for
 * none, or the milliseconds for which it asks, {@value #MILLIS} where it is not set.
 */
public final class StartRehearsal implements Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(StartRehearsal.class);
    private static final String PROPERTY = "penstock.rehearsal";
    private static final int MILLIS = 500;
    /** For what comes before the first request, and the last answers: 0.2 to 0.5 s on two cores. */
    private static final int AROUND_MILLIS = 1000;

    private static final String NAME = "penstock-rehearsal";

    private final int millis;
    private final boolean wire;
    private final ThreadGroup group = new ThreadGroup(NAME);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final long giveUpNanos;
    private @Nullable Thread thread;

    private StartRehearsal(int millis, boolean wire) {
        this.millis = millis;
        this.wire = wire;
        this.giveUpNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis + AROUND_MILLIS);
    }

    /** @param wire as between nodes: for one that is in a cluster */
    public static Rehearsal of(boolean wire) {
        String set = System.getProperty(PROPERTY, "");
        return set.equals("off") ? NONE : new StartRehearsal(Integer.getInteger(PROPERTY, MILLIS), wire);
    }

    @Override
    public void begin() {
        Thread thread = new Thread(group, this::run, NAME);
        thread.setDaemon(true);
        this.thread = thread;
        thread.start();
    }

    @Override
    public void end() {
        Thread rehearsing = thread;
        if (rehearsing == null) {
            return;
        }
        try {
            if (!asked.await(giveUpNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.atDebug().setMessage("the rehearsal took too long").log();
                rehearsing.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String outcome;
        try (Silence silence = Silence.of(group)) {
            // Where what it logs cannot be kept back, there is none.
            outcome = silence == null ? "not held" : rehearse();
        } catch (Exception | LinkageError e) {
            outcome = "failed: " + e;
        } finally {
            asked.countDown();
        }
        LOG.atDebug().setMessage("rehearsal").addKeyValue("outcome", outcome).log();
    }

    private String rehearse() {
        try (Stage stage = new Stage()) {
            long begun = System.nanoTime();
            stage.open(wire);
            long opened = System.nanoTime();
            String answers = new Audience(stage, opened + TimeUnit.MILLISECONDS.toNanos(millis))
                    .ask()
                    .await();
            asked.countDown();
            return answers + " answers right, opened in " + TimeUnit.NANOSECONDS.toMillis(opened - begun)
                    + " ms, all in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms";
        }
    }
}
