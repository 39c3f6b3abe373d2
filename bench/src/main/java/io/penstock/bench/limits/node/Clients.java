package io.penstock.bench.limits.node;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.Subject;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** The clients of one node: each waits for its answer, then asks again. */
final class Clients {

    /** In microseconds' resolution, up to ten seconds: above any deadline. */
    private static final int DIGITS = 3;

    private static final long PATIENCE_SECONDS = 60;

    private final Quotas quotas;
    private final List<Context> contexts;
    private final List<List<Subject>> choices;
    private final Load load;
    private final Demand demand;

    Clients(Quotas quotas, List<Context> contexts, Load load) {
        this.quotas = quotas;
        this.contexts = contexts;
        this.load = load;
        this.demand = new Demand(load.tokens());
        this.choices = load.choices().stream()
                .map(asked -> asked.stream().map(Asked::subject).toList())
                .toList();
    }

    List<Subject> subjects() {
        return choices.stream().flatMap(List::stream).distinct().toList();
    }

    Demand demand() {
        return demand;
    }

    Tally runFor(int clients, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return run(clients, (asked, answered) -> answered > 0 && System.nanoTime() - end >= 0);
    }

    Tally runTimes(int clients, int times) throws InterruptedException {
        return run(clients, (asked, answered) -> asked >= times);
    }

    private Tally run(int count, Until until) throws InterruptedException {
        List<Lane> lanes = contexts.stream().map(Lane::new).toList();
        CountDownLatch running = new CountDownLatch(count);
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Client client = new Client(i, lanes.get(i % lanes.size()), until, next, running);
            client.lane.context.runOnContext(v -> client.goOn());
        }
        if (!running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(running.getCount() + " clients were not answered");
        }
        long nanos = System.nanoTime() - begun;
        return lanes.stream().map(lane -> lane.tally(nanos)).reduce(Tally::plus).orElseThrow();
    }

    /** When a client stops, after so many requests and answers that came in time. */
    @FunctionalInterface
    private interface Until {
        boolean reached(int asked, int answered);
    }

    /** What is counted on one event loop, by it alone. */
    private static final class Lane {

        private final Context context;
        private final Histogram latency = new Histogram(DIGITS);
        private long granted;
        private long refused;
        private long failed;

        Lane(Context context) {
            this.context = context;
        }

        void count(long nanos, Future<Admission> answer) {
            latency.recordValue(nanos);
            if (answer.failed()) {
                failed++;
            } else if (answer.result() instanceof Admission.Granted) {
                granted++;
            } else {
                refused++;
            }
        }

        Tally tally(long nanos) {
            return new Tally(latency, granted, refused, failed, nanos);
        }
    }

    private final class Client {

        /** Answers that came at once, after which others on this event loop have their turn. */
        private static final int TURN = 64;

        private final int number;
        private final Lane lane;
        private final Until until;
        private final AtomicInteger next;
        private final CountDownLatch running;
        private final SplittableRandom random;
        private int asked;
        private int answered;

        Client(int number, Lane lane, Until until, AtomicInteger next, CountDownLatch running) {
            this.number = number;
            this.lane = lane;
            this.until = until;
            this.next = next;
            this.running = running;
            this.random = new SplittableRandom(System.nanoTime() + number);
        }

        void goOn() {
            for (int turn = 0; turn < TURN; turn++) {
                int choice = choice();
                if (until.reached(asked, answered) || choice >= choices.size()) {
                    running.countDown();
                    return;
                }
                asked++;
                long begun = System.nanoTime();
                Future<Admission> answer = decide(choices.get(choice));
                if (!answer.isComplete()) {
                    answer.onComplete(ended -> {
                        count(begun, answer);
                        goOn();
                    });
                    return;
                }
                count(begun, answer);
            }
            lane.context.runOnContext(v -> goOn());
        }

        private void count(long begun, Future<Admission> answer) {
            answered += answer.succeeded() ? 1 : 0;
            lane.count(System.nanoTime() - begun, answer);
        }

        private Future<Admission> decide(List<Subject> subjects) {
            return quotas.admit(subjects, demand)
                    .compose(admission -> admission instanceof Admission.Granted granted
                            ? granted.reservation().settle(load.settledTokens()).map(admission)
                            : Future.succeededFuture(admission));
        }

        private int choice() {
            return switch (load.pick()) {
                case OWN -> number % choices.size();
                case RANDOM -> random.nextInt(choices.size());
                case EACH_ONCE -> next.getAndIncrement();
            };
        }
    }
}
