package io.penstock.shared.node;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The terminal that this process was started on, if it was. */
public final class Terminal {

    private Terminal() {}

    /**
     * Whether it was closed. The system sends SIGHUP then too, and a process that took it for a request
     * to reload would stay behind, with its ports, where nobody sees it.
     */
    public static boolean isClosed() {
        if (!Boolean.getBoolean("penstock.terminal")) {
            return false;
        }
        try (InputStream terminal = new FileInputStream("/dev/tty")) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
