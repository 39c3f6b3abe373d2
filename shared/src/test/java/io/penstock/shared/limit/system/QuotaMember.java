package io.penstock.shared.limit.system;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.limit.LocalShareQuotas;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.cluster.HazelcastQuotas;
import io.penstock.shared.limit.counter.LocalQuotas;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that is one member and counts. Reads commands from its standard input, a JSON object a
 * line, and answers each with lines that carry its number in {@code to}. Ends with its input.
 */
public final class QuotaMember {

    private final HazelcastInstance member;
    private final Vertx vertx = Vertx.vertx();
    private final Quotas shared;
    private final Quotas withLocalShare;
    private final PrintStream out;
    private final Map<Integer, Reservation> reservations = new ConcurrentHashMap<>();
    private final Map<Integer, MemberClients> asking = new ConcurrentHashMap<>();
    private final AtomicInteger granted = new AtomicInteger();

    private QuotaMember(HazelcastInstance member, int nodes, PrintStream out) {
        this.member = member;
        this.shared = new HazelcastQuotas(member, vertx);
        this.withLocalShare = new LocalShareQuotas(shared, new LocalQuotas(Clock.systemUTC()), () -> nodes, () -> {});
        this.out = out;
    }

    /** @param args {@link MemberSettings} as JSON */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        MemberSettings settings = new JsonObject(args[0]).mapTo(MemberSettings.class);
        HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(settings.toHazelcast());
        QuotaMember member = new QuotaMember(hazelcast, settings.members().size(), out);
        member.answer(new JsonObject().put("to", 0));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            member.take(new JsonObject(line));
        }
        Runtime.getRuntime().halt(0);
    }

    private void take(JsonObject command) {
        JsonObject answer = new JsonObject().put("to", command.getInteger("to"));
        switch (command.getString("do")) {
            case "ask" -> ask(command);
            case "stop" -> {
                Objects.requireNonNull(asking.get(command.getInteger("asking"))).stop();
                answer(answer);
            }
            case "settle" -> settle(command, answer);
            case "read" ->
                shared.read(SubjectJson.read(command.getJsonArray("subjects")))
                        .onComplete(
                                standings -> answer(answer.put("used", SubjectJson.writeUsed(standings))),
                                failure -> answer(answer.put("failure", String.valueOf(failure))));
            case "members" ->
                answer(answer.put("members", member.getCluster().getMembers().size()));
            case "safe" ->
                vertx.executeBlocking(() -> member.getPartitionService().isClusterSafe(), false)
                        .onComplete(safe -> answer(answer.put("safe", safe.succeeded() && safe.result())));
            case "owns" -> answer(answer.put("owns", owns(command.getString("id"))));
            default -> throw new IllegalArgumentException(command.encode());
        }
    }

    private void ask(JsonObject command) {
        Quotas quotas = command.getBoolean("local") ? withLocalShare : shared;
        MemberClients clients = new MemberClients(vertx, quotas, command, this::keep, this::answer);
        asking.put(command.getInteger("to"), clients);
        clients.start();
    }

    private int keep(Reservation reservation) {
        int id = granted.incrementAndGet();
        reservations.put(id, reservation);
        return id;
    }

    private void settle(JsonObject command, JsonObject answer) {
        List<Future<Void>> settled = new ArrayList<>();
        for (Object id : command.getJsonArray("reservations")) {
            Reservation reservation = Objects.requireNonNull(reservations.remove(id));
            settled.add(reservation.settle(command.getLong("tokens")));
        }
        Future.join(settled).onComplete(done -> answer(answer));
    }

    private boolean owns(String subjectId) {
        var owner = member.getPartitionService()
                .getPartition(Subject.groupOf(subjectId))
                .getOwner();
        return owner != null && owner.localMember();
    }

    private void answer(JsonObject line) {
        synchronized (out) {
            out.println(line.encode());
            out.flush();
        }
    }
}
