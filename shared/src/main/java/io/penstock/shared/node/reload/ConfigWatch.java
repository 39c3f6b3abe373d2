package io.penstock.shared.node.reload;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration's file once a second, on a thread of its own, and has each text that is new
 * there judged once. The content is what is compared: editors put another file in the old one's place
 * and Kubernetes swaps a link above it, which a time stamp or a watch on the file may miss.
 */
public final class ConfigWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final long POLL_MILLIS = 1000;
    /** For a reload that runs when the node begins to drain; it takes milliseconds. */
    private static final long STOP_MILLIS = 5000;

    private final ConfigFile file;
    private final Reload reload;
    private final BooleanSupplier serving;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "penstock-config");
    private volatile boolean stopped;

    private @Nullable String last;
    private String judged;

    /**
     * @param current version of what the node started with
     * @param serving whether the node may reload now: neither starting nor draining
     */
    public ConfigWatch(ConfigFile file, String current, Reload reload, BooleanSupplier serving) {
        this.file = file;
        this.judged = current;
        this.reload = reload;
        this.serving = serving;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Reloads at once, what was rejected before too. Any thread; does not wait for the outcome. */
    public void reloadNow() {
        asked.release();
    }

    /** Waits for a reload that runs; starts no more. */
    public void stop() throws InterruptedException {
        stopped = true;
        asked.release();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        while (!stopped) {
            try {
                boolean now = asked.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                int unused = asked.drainPermits();
                if (!stopped) {
                    read(now);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError()
                        .setMessage("watching the configuration failed")
                        .setCause(e)
                        .log();
            }
        }
    }

    /** One look at the file, as there is each second. */
    void tick() {
        read(false);
    }

    /** One look, whose text is judged whatever it is. */
    void now() {
        read(true);
    }

    private void read(boolean now) {
        if (!serving.getAsBoolean()) {
            return;
        }
        try {
            byte[] text = file.bytes();
            if (isDue(Loaded.version(text), now)) {
                reload.judge(text);
            }
        } catch (ConfigException unreadable) {
            if (isDue(String.valueOf(unreadable.getMessage()), now)) {
                reload.reject(unreadable);
            }
        }
    }

    /** Only what was there a second ago too: a file that is just being written is nothing to judge. */
    private boolean isDue(String seen, boolean now) {
        boolean settled = seen.equals(last);
        last = seen;
        if (!now && (!settled || seen.equals(judged))) {
            return false;
        }
        judged = seen;
        return true;
    }
}
