package io.penstock.shared.node;

import io.penstock.shared.config.Config;
import java.io.PrintStream;

/** Runs one node. */
public final class NodeMain {

    private NodeMain() {}

    /** @return the process's exit code */
    public static int run(Config config, boolean stopOnEndOfInput, PrintStream out, PrintStream err) {
        throw new UnsupportedOperationException("no node yet");
    }
}
