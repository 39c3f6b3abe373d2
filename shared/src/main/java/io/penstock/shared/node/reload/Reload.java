package io.penstock.shared.node.reload;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a text and swaps the configuration for it: whole, or not at all. One thread at a time, which may wait. */
public final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ConfigFile file;
    private final CurrentConfig current;
    private final Consumer<Loaded> roles;
    private final Runnable applied;

    /**
     * @param roles switches the node's roles; throws, having switched none, where that cannot be
     * @param applied run after each success
     */
    public Reload(ConfigFile file, CurrentConfig current, Consumer<Loaded> roles, Runnable applied) {
        this.file = file;
        this.current = current;
        this.roles = roles;
        this.applied = applied;
    }

    /** Says in the log what became of it. A text that is the current one is only noted. */
    void judge(byte[] text) {
        String version = Loaded.version(text);
        if (version.equals(current.version())) {
            current.confirmed();
            LOG.atInfo()
                    .setMessage("the configuration's file has the current text")
                    .addKeyValue("version", version)
                    .log();
            return;
        }
        try {
            Loaded next = file.parse(text);
            checkFixed(next);
            String changed = ConfigChange.of(current.config(), next.config());
            roles.accept(next);
            current.applied(next);
            LOG.atInfo()
                    .setMessage("configuration reloaded")
                    .addKeyValue("version", version)
                    .addKeyValue("changed", changed)
                    .log();
            applied.run();
        } catch (ConfigException e) {
            reject(e);
        } catch (RuntimeException e) {
            // Not the text's fault: what it was belongs into the log only.
            current.rejected(file.path() + ": the node could not switch to it; its log says why");
            LOG.atError()
                    .setMessage("configuration rejected; the old one stays")
                    .addKeyValue("version", version)
                    .setCause(e)
                    .log();
        }
    }

    /** For a mistake of the person who keeps the file: one line, the one that a check of the file prints. */
    void reject(ConfigException mistake) {
        String message = String.valueOf(mistake.getMessage());
        current.rejected(message);
        LOG.atWarn()
                .setMessage("configuration rejected; the old one stays")
                .addKeyValue("problem", message)
                .log();
    }

    private void checkFixed(Loaded next) {
        List<String> changes = FixedKeys.changed(current.config(), next.config());
        if (!changes.isEmpty()) {
            throw new ConfigException(
                    file.path() + ": " + String.join(", ", changes) + "; only a restart of the node can do that");
        }
    }
}
