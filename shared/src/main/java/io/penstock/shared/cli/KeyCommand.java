package io.penstock.shared.cli;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.value.InvalidConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code key}: clients' keys, of which the configuration has hashes only. */
@Command(description = "Makes clients' keys and their hashes.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand implements Callable<Integer> {

    /** 256 bits: no one guesses it, so a fast hash without salt is enough to keep. */
    private static final int KEY_BYTES = 32;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new KeyCommand())
                .addSubcommand("new", new New())
                .addSubcommand("hash", new Hash(surroundings));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "key needs a command: new or hash");
    }

    @Command(description = "Prints a fresh key, once, and the configuration's line for it.")
    static final class New implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli
        private CommandSpec spec;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "client", description = "The client's name.")
        private String name = "client";

        @Override
        public Integer call() {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            String key = "sk-pen-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            KeyConfig config = config(name, KeyHash.of(key));
            PrintWriter out = spec.commandLine().getOut();
            out.println(key);
            out.println();
            out.println("Keep the key: it is shown only now. For the configuration, under keys:");
            out.println("- { name: " + yaml(config.name()) + ", hash: \""
                    + config.hash().toConfig() + "\", models: [\"*\"] }");
            return 0;
        }

        private KeyConfig config(String name, KeyHash hash) {
            try {
                return new KeyConfig(name, hash, KeyConfig.ALL_MODELS, null, Quota.NONE, Map.of());
            } catch (InvalidConfigException e) {
                throw new ParameterException(spec.commandLine(), "--name " + e.problem());
            }
        }

        private static String yaml(String text) {
            boolean plain = text.matches("[A-Za-z][A-Za-z0-9_.-]*") && !text.equalsIgnoreCase("null");
            return plain
                    ? text
                    : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
        }
    }

    @Command(description = "Reads a key from standard input and prints its hash for the configuration.")
    static final class Hash implements Callable<Integer> {

        private final Surroundings surroundings;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli
        private CommandSpec spec;

        Hash(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            BufferedReader stdin =
                    new BufferedReader(new InputStreamReader(surroundings.stdin(), StandardCharsets.UTF_8));
            String key = stdin.readLine();
            if (key == null || key.isEmpty()) {
                throw new ConfigException("no key on standard input");
            }
            // What a header cannot carry would never match.
            if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new ConfigException("a key is one line of visible ASCII characters, without spaces");
            }
            spec.commandLine().getOut().println(KeyHash.of(key).toConfig());
            return 0;
        }
    }
}
