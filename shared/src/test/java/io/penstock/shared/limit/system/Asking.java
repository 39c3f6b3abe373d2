package io.penstock.shared.limit.system;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What clients of one member have been answered so far. Any thread. */
final class Asking {

    private final int number;
    private final List<Integer> granted = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private int refused;
    private int unavailable;
    private long slowestMillis;
    private boolean done;

    /** @param number of the command at its member */
    Asking(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Takes a line of {@link MemberClients}. */
    synchronized void take(JsonObject line) {
        slowestMillis = Math.max(slowestMillis, line.getLong("millis", 0L));
        String answer = line.getString("answer");
        switch (answer) {
            case "granted" -> granted.add(line.getInteger("reservation"));
            case "refused" -> refused++;
            case "unavailable" -> unavailable++;
            case "done" -> done = true;
            default -> unexpected.add(answer);
        }
    }

    /** Numbers of the reservations, in order. */
    synchronized List<Integer> reservations() {
        return List.copyOf(granted);
    }

    synchronized int granted() {
        return granted.size();
    }

    synchronized int refused() {
        return refused;
    }

    synchronized int unavailable() {
        return unavailable;
    }

    synchronized long slowestMillis() {
        return slowestMillis;
    }

    /** Whether all clients have ended. */
    synchronized boolean isDone() {
        if (!unexpected.isEmpty()) {
            throw new AssertionError("failures of another kind: " + unexpected);
        }
        return done;
    }

    @Override
    public synchronized String toString() {
        return granted.size() + " granted, " + refused + " refused, " + unavailable + " unavailable, slowest "
                + slowestMillis + " ms";
    }
}
