package io.penstock.provider.upstream.http;

/**
 * How many calls of one worker instance may have a connection to their provider, or be about to. A call that
 * finds no place fails at once, as Penstock's own fault: a wait for another call's connection would pass for
 * a provider that does not accept connections. Event loop only.
 */
final class Places {

    private final int most;
    private int taken;

    Places(int most) {
        this.most = most;
    }

    boolean areTaken() {
        return taken >= most;
    }

    /** Each place taken is released once. */
    boolean take() {
        if (areTaken()) {
            return false;
        }
        taken++;
        return true;
    }

    void release() {
        taken--;
    }
}
