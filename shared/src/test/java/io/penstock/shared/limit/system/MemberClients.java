package io.penstock.shared.limit.system;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Subject;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Clients of one member that each ask the same, one request after the other. Any thread. */
final class MemberClients {

    private static final long PAUSE_MILLIS = 5;
    /** After an answer that the next one will hardly differ from. */
    private static final long LONG_PAUSE_MILLIS = 25;

    private final Vertx vertx;
    private final Quotas quotas;
    private final int to;
    private final List<Subject> subjects;
    private final Demand demand;
    private final int clients;
    private final int turns;
    private final ToIntFunction<Reservation> keep;
    private final Consumer<JsonObject> out;
    private final AtomicInteger left;
    private volatile boolean stopped;

    /**
     * @param keep takes a granted reservation and gives its number
     * @param out takes a line for each answer, and one at the end
     */
    MemberClients(
            Vertx vertx, Quotas quotas, JsonObject command, ToIntFunction<Reservation> keep, Consumer<JsonObject> out) {
        this.vertx = vertx;
        this.quotas = quotas;
        this.to = command.getInteger("to");
        this.subjects = SubjectJson.read(command.getJsonArray("subjects"));
        this.demand = new Demand(command.getLong("tokens"));
        this.clients = command.getInteger("clients");
        this.turns = command.getInteger("turns");
        this.left = new AtomicInteger(clients);
        this.keep = keep;
        this.out = out;
    }

    void start() {
        for (int client = 0; client < clients; client++) {
            ask(turns);
        }
    }

    /** Each client ends with the answer it waits for. */
    void stop() {
        stopped = true;
    }

    private void ask(int turnsLeft) {
        long start = System.nanoTime();
        quotas.admit(subjects, demand).onComplete(admission -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            out.accept(line(admission).put("to", to).put("millis", millis));
            if (turnsLeft > 1 && !stopped) {
                boolean granted = admission.succeeded() && admission.result() instanceof Admission.Granted;
                vertx.setTimer(granted ? PAUSE_MILLIS : LONG_PAUSE_MILLIS, timer -> ask(turnsLeft - 1));
            } else if (left.decrementAndGet() == 0) {
                out.accept(new JsonObject().put("to", to).put("answer", "done"));
            }
        });
    }

    private JsonObject line(AsyncResult<Admission> admission) {
        JsonObject line = new JsonObject();
        if (admission.failed()) {
            boolean expected = admission.cause() instanceof QuotasUnavailableException;
            return line.put("answer", expected ? "unavailable" : String.valueOf(admission.cause()));
        }
        return admission.result() instanceof Admission.Granted granted
                ? line.put("answer", "granted").put("reservation", keep.applyAsInt(granted.reservation()))
                : line.put("answer", "refused");
    }
}
