package io.penstock.provider.discovery;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time whether an Ollama runs, and tells when that changes. Nobody waits for it: what it
 * says comes when it comes. Its own context does all of it.
 */
public final class OllamaWatch {

    /** How often to look, and how long an answer may take. */
    public record Pace(long intervalMillis, long timeoutMillis) {

        public static final Pace DEFAULT = new Pace(TimeUnit.SECONDS.toMillis(5), TimeUnit.SECONDS.toMillis(2));
    }

    private static final Logger LOG = LoggerFactory.getLogger(OllamaWatch.class);
    /** One that loads a model onto a small machine may miss a look; it has not gone for that. */
    private static final int MOST_MISSED = 3;
    /** In the log. */
    private static final int MOST_NAMED = 20;

    private final Vertx vertx;
    private final String provider;
    private final URI base;
    private final Pace pace;
    private final Consumer<Boolean> changed;
    private final Context context;
    private @Nullable OllamaProbe probe;
    private boolean running;
    private int missed;

    /**
     * @param provider what clients write before the slash
     * @param base of its API in OpenAI's form, on this machine
     * @param changed hears whether it runs, each time that changes; until then it does not
     */
    public OllamaWatch(Vertx vertx, String provider, URI base, Pace pace, Consumer<Boolean> changed) {
        this.vertx = vertx;
        this.provider = provider;
        this.base = base;
        this.pace = pace;
        this.changed = changed;
        this.context = vertx.getOrCreateContext();
    }

    /** Looks for the first time now. Any thread, once. */
    public void start() {
        context.runOnContext(v -> {
            probe = new OllamaProbe(vertx, base, pace.timeoutMillis());
            look(probe);
        });
    }

    /** Says nothing any more. Any thread. */
    public void stop() {
        context.runOnContext(v -> {
            OllamaProbe known = probe;
            probe = null;
            if (known != null) {
                known.close().onFailure(e -> LOG.atDebug()
                        .setMessage("a client could not be closed")
                        .setCause(e)
                        .log());
            }
        });
    }

    private void look(OllamaProbe asked) {
        asked.version().onComplete(answer -> {
            if (probe != asked) {
                return;
            }
            if (answer.succeeded()) {
                missed = 0;
                if (!running) {
                    found(asked, answer.result());
                }
            } else {
                missed++;
                boolean gone = answer.cause() instanceof ConnectException || missed >= MOST_MISSED;
                if (running && gone) {
                    lost();
                }
            }
            long unused = vertx.setTimer(pace.intervalMillis(), timer -> {
                if (probe == asked) {
                    look(asked);
                }
            });
        });
    }

    private void found(OllamaProbe asked, String version) {
        running = true;
        changed.accept(true);
        asked.models().onComplete(models -> LOG.atInfo()
                .setMessage("Ollama runs here: its models are served under its name")
                .addKeyValue("provider", provider)
                .addKeyValue("url", base)
                .addKeyValue("version", oneLine(version))
                .addKeyValue("models", models.succeeded() ? named(models.result()) : "unknown")
                .log());
    }

    private void lost() {
        running = false;
        LOG.atInfo()
                .setMessage("Ollama runs here no more: its models are not served until it is back")
                .addKeyValue("provider", provider)
                .addKeyValue("url", base)
                .log();
        changed.accept(false);
    }

    private String named(List<String> models) {
        if (models.isEmpty()) {
            return "none; ollama pull NAME fetches one";
        }
        String names = models.stream()
                .limit(MOST_NAMED)
                .map(name -> provider + "/" + oneLine(name))
                .collect(Collectors.joining(", "));
        return models.size() > MOST_NAMED ? names + " and " + (models.size() - MOST_NAMED) + " more" : names;
    }

    /** What another program sent goes into a log of lines. */
    private static String oneLine(String text) {
        String visible = text.replaceAll("[^\\x21-\\x7e]", "?");
        return visible.length() > 100 ? visible.substring(0, 100) : visible;
    }
}
