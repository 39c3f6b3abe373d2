package io.penstock.bench.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A load client at work. */
public final class RunningLoad implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String name;

    RunningLoad(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    /** Whether it has ended by then. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException if it asked nothing, or ended before its time
     */
    public LoadResult result() {
        try {
            byte[] said = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(name + ": the load client has failed");
            }
            LoadResult result = JSON.readValue(said, LoadResult.class);
            if (result.finished() == 0 && result.chunks() == 0) {
                throw new IllegalStateException(name + ": nothing came; " + result.firstError());
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it, if it still runs. */
    @Override
    public void close() {
        process.destroy();
    }
}
